//! What laid-out pages hold, read glyph by glyph: a character counts only where a glyph stands for it.

use super::coverage::is_right_to_left;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use typst::foundations::Label;
use typst::introspection::Tag;
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::syntax::Span;
use typst::text::TextItem;
use typst::visualize::ImageKind;
use typst_layout::PagedDocument;

/// What one page holds.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// All text, words in logical order, runs in the order of the layout, a space where a run does not touch the next.
    pub text: String,
    /// The text of each labelled row.
    pub rows: BTreeMap<String, String>,
    /// Labels that begin on the page: `part-glance`, `exhibit-B-2`.
    pub begins: Vec<String>,
    /// SHA-256 of the file of each picture.
    pub pictures: Vec<[u8; 32]>,
    /// Whether some character has no glyph.
    pub missing_glyph: bool,
    /// Whether some text runs over the edge of the paper.
    pub over_the_edge: bool,
    /// Whether one run of text lies over another on the same line.
    pub overlap: bool,
}

/// Reads every page of a laid-out paper.
pub fn sheets(document: &PagedDocument) -> Vec<Sheet> {
    document
        .pages()
        .iter()
        .map(|page| {
            let mut walk = Walk {
                width: page.frame.width(),
                height: page.frame.height(),
                ..Walk::default()
            };
            walk.frame(&page.frame, Transform::identity(), None);
            let mut sheet = walk.sheet;
            sheet.overlap = overlap(walk.spans);
            sheet.text = logical(walk.clusters.iter());
            let mut rows: BTreeMap<String, Vec<&Cluster>> = BTreeMap::new();
            for cluster in &walk.clusters {
                if let Some(label) = cluster.row {
                    rows.entry(label.resolve().as_str().to_owned())
                        .or_default()
                        .push(cluster);
                }
            }
            sheet.rows = rows
                .into_iter()
                .map(|(label, clusters)| (label, logical(clusters.into_iter())))
                .collect();
            sheet
        })
        .collect()
}

/// The characters that one or more glyphs stand for.
#[derive(Debug, Clone)]
struct Cluster {
    text: String,
    row: Option<Label>,
    touches_last: bool,
}

/// Arabic script lies in the layout as it is seen, from the left: letters of a word are turned round again.
fn logical<'a>(clusters: impl Iterator<Item = &'a Cluster>) -> String {
    let mut out = String::new();
    let mut word: Vec<&str> = Vec::new();
    for cluster in clusters {
        let turned = cluster.text.chars().next().is_some_and(is_right_to_left);
        if !turned || !cluster.touches_last {
            out.extend(word.drain(..).rev());
        }
        if !cluster.touches_last {
            out.push(' ');
        }
        if turned {
            word.push(&cluster.text);
        } else {
            out.push_str(&cluster.text);
        }
    }
    out.extend(word.drain(..).rev());
    out
}

/// A length in hundredths of a point: whole numbers can be sorted.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a page is some hundred points wide"
)]
fn hundredths(length: Abs) -> i64 {
    (length.to_pt() * 100.0).round() as i64
}

/// Whether two runs on one baseline share more than a letter's overhang.
fn overlap(mut spans: Vec<(i64, i64, i64)>) -> bool {
    const OVERHANG: i64 = 300;
    spans.retain(|(_, start, end)| end - start > OVERHANG);
    spans.sort_unstable();
    spans.windows(2).any(|pair| {
        pair[1].0 - pair[0].0 <= 10
            && pair[1].1 < pair[0].2 - OVERHANG
            && pair[0].1 < pair[1].2 - OVERHANG
    })
}

#[derive(Default)]
struct Walk {
    sheet: Sheet,
    clusters: Vec<Cluster>,
    /// Where the last glyph came from: the dots of a letter are glyphs of the same place.
    last: Option<(Span, u16, String)>,
    /// Height, start and end of each run, in hundredths of a point.
    spans: Vec<(i64, i64, i64)>,
    /// Where the last run ended.
    end: Point,
    width: Abs,
    height: Abs,
}

impl Walk {
    fn frame(&mut self, frame: &Frame, at: Transform, row: Option<Label>) {
        for (position, item) in frame.items() {
            let here = at.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => {
                    let row = group
                        .label
                        .filter(|label| label.resolve().as_str().starts_with("row-"))
                        .or(row);
                    self.frame(&group.frame, here.pre_concat(group.transform), row);
                }
                FrameItem::Text(text) => self.text(text, here, row),
                FrameItem::Image(image, ..) => {
                    let file = if let ImageKind::Raster(raster) = image.kind() {
                        Sha256::digest(raster.data()).into()
                    } else {
                        [0; 32]
                    };
                    self.sheet.pictures.push(file);
                }
                FrameItem::Tag(Tag::Start(content, _)) => {
                    self.sheet.begins.extend(
                        content
                            .label()
                            .map(|label| label.resolve().as_str().to_owned()),
                    );
                }
                FrameItem::Tag(Tag::End(..)) | FrameItem::Shape(..) | FrameItem::Link(..) => {}
            }
        }
    }

    fn text(&mut self, item: &TextItem, here: Transform, row: Option<Label>) {
        let (start, end) = (
            Point::zero().transform(here),
            Point::with_x(item.width()).transform(here),
        );
        let slack = Abs::pt(0.5);
        let outside = |p: &Point| {
            p.x < -slack || p.y < -slack || p.x > self.width + slack || p.y > self.height + slack
        };
        self.sheet.over_the_edge |= [start, end].iter().any(outside);
        // Right-to-left letters are cut into runs that reach under each other by design.
        if !item.text.chars().next().is_some_and(is_right_to_left) {
            self.spans
                .push((hundredths(start.y), hundredths(start.x), hundredths(end.x)));
        }
        // Dots above and below a letter are runs of their own, on another height.
        let mut touches_last =
            (start.x - self.end.x).abs() < slack && (start.y - self.end.y).abs() < item.size * 0.75;
        self.end = end;
        for glyph in &item.glyphs {
            self.sheet.missing_glyph |= glyph.id == 0;
            let text = item.text.get(glyph.range()).unwrap_or_default().to_owned();
            let place = (glyph.span.0, glyph.span.1, text.clone());
            if touches_last && self.last.as_ref() == Some(&place) {
                continue;
            }
            self.last = Some(place);
            self.clusters.push(Cluster {
                text,
                row,
                touches_last,
            });
            touches_last = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_seen_from_the_left_are_read_from_the_right() {
        let cluster = |text: &str, touches_last| Cluster {
            text: text.to_owned(),
            row: None,
            touches_last,
        };
        let seen = [
            cluster("م", false),
            cluster("ا", true),
            cluster("ش", true),
            cluster(" ", true),
            cluster("ل", true),
            cluster("ک", true),
            cluster("x", false),
            cluster("y", true),
        ];
        assert_eq!(logical(seen.iter()).trim(), "شام کل xy");
    }
}
