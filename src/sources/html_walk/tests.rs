use super::words::decode;
use super::*;

fn tokens(page: &str) -> Vec<String> {
    let walk = Walk::new(page.as_bytes());
    let mut at = 0;
    let mut all = Vec::new();
    for piece in walk {
        assert_eq!(piece.span.start, at, "{page}");
        at = piece.span.end;
        let name = |n: &[u8]| String::from_utf8_lossy(n).into_owned();
        all.push(match piece.token {
            Token::Start(tag) => format!("<{}>", name(tag.name)),
            Token::End(end) => format!("</{}>", name(end)),
            Token::Text => page[piece.span].to_owned(),
            Token::Aside => "!".to_owned(),
            Token::Broken(tag) => format!("broken {}", name(tag.name)),
        });
    }
    assert_eq!(at, page.len(), "{page}");
    all
}

#[test]
fn pieces_tile_the_page() {
    for (page, expected) in [
        ("", &[][..]),
        ("a<b>c</b>d", &["a", "<b>", "c", "</b>", "d"]),
        ("<br /><img src='a>b'/>x", &["<br>", "<img>", "x"]),
        ("a < b <3 c<", &["a < b <3 c<"]),
        (
            "<!doctype html><!-- <b> -->x<!-->y<!--->z",
            &["!", "!", "x", "!", "y", "!", "z"],
        ),
        ("<!-- never closed <b>x</b>", &["!", "x", "</b>"]),
        ("</ b>x</>y</", &["!", "x", "!", "y</"]),
        (
            "<div class=\"a>x</div><b>y",
            &["broken div", "</div>", "<b>", "y"],
        ),
        ("<div class=\"a\"", &["broken div"]),
        ("<a b=c d>e", &["<a>", "e"]),
        ("x<p", &["x", "broken p"]),
        ("</p", &["broken p"]),
        ("<STYLE>a > b</style>", &["<STYLE>", "a > b", "</style>"]),
    ] {
        assert_eq!(tokens(page), expected, "{page}");
    }
}

fn first_tag(page: &str) -> Tag<'_> {
    match Walk::new(page.as_bytes()).next().map(|piece| piece.token) {
        Some(Token::Start(tag)) => tag,
        other => panic!("{page} begins with {other:?}"),
    }
}

#[test]
fn attributes_are_found_as_they_are_written() {
    let tag = first_tag(
        "<A  CLASS = \" _3-95\t_a6-g \" href='x?a=1&amp;b=&#039;2' data-x=1/ hidden class=second / >",
    );
    assert!(tag.is("a") && tag.has_class("_a6-g") && !tag.has_class("second"));
    assert_eq!(tag.classes().count(), 2);
    assert_eq!(tag.raw("href"), Some(&b"x?a=1&amp;b=&#039;2"[..]));
    assert_eq!(tag.attribute("href").as_deref(), Some("x?a=1&b='2"));
    assert_eq!(tag.raw("data-x"), Some(&b"1/"[..]));
    assert_eq!(tag.raw("hidden"), Some(&b""[..]));
    assert_eq!(tag.raw("src"), None);
    assert_eq!(first_tag("<p =x=1>").raw("=x"), Some(&b"1"[..]));
}

#[test]
fn entities_are_decoded_once_and_others_stay() {
    for (written, read) in [
        (
            "&#039;a&quot; &lt;b&gt; &amp; &#064; &#x1F600;",
            "'a\" <b> & @ 😀",
        ),
        ("&amp;lt; &amp;amp;", "&lt; &amp;"),
        (
            "&copy; &am &; &#; &#x; &#xD800; &#0; &#128; & &",
            "&copy; &am &; &#; &#x; &#xD800; &#0; &#128; & &",
        ),
        ("a&aaaaaaaaaaaaé;", "a&aaaaaaaaaaaaé;"),
        ("&éééé;", "&éééé;"),
    ] {
        assert_eq!(decode(written), read);
    }
}

#[test]
fn bytes_that_are_no_text_are_replaced_and_told() {
    let mut words = Words::default();
    words.push(b"a\xff\xe2\x82b");
    assert_eq!(
        (words.text.as_str(), words.is_undecodable),
        ("a\u{fffd}\u{fffd}b", true)
    );
}

#[test]
fn open_elements_are_counted_through_damage() {
    let mut elements = Elements::default();
    for (step, depth) in [
        ("div", 1),
        ("br", 1),
        ("span", 2),
        ("i", 3),
        ("/span", 1),
        ("/p", 1),
        ("x-y", 2),
        ("/z", 1),
        ("a", 2),
        ("div", 3),
        ("/a", 3),
        ("/DIV", 2),
        ("/div", 0),
        ("/div", 0),
    ] {
        match step.strip_prefix('/') {
            Some(name) => elements.end(name.as_bytes()),
            None => elements.start(step.as_bytes()),
        };
        assert_eq!(elements.depth(), depth, "{step}");
    }
}

/// A second opinion: on pages whose attributes hold no `<`, the tags are those that html5gum finds.
#[test]
fn tags_are_where_another_tokenizer_finds_them() {
    for page in [
        "a<b c='x'>t&amp;x<br />\r\nz</b>q",
        "<div class=x\r\n id=y>a&#039;b&lt;c</div >",
        "<a><!-- x --><b>&notit; &am</b></a><!x><?y>z</ w><p/></p>",
        "<a href=x/y/ >u</a><a b=\"1\"c=\"2\">v<i/>w<3 < /b></a\n><u =a=>k</u>é",
    ] {
        assert_eq!(
            own_spans(page.as_bytes()),
            spans_of_html5gum(page.as_bytes()),
            "{page}"
        );
    }
}

fn own_spans(page: &[u8]) -> Vec<(Vec<u8>, usize)> {
    let tag = |piece: Piece<'_>| match piece.token {
        Token::Start(tag) => Some((tag.name.to_ascii_lowercase(), piece.span.end)),
        Token::End(name) => Some(([b"/", name].concat().to_ascii_lowercase(), piece.span.end)),
        _ => None,
    };
    Walk::new(page).filter_map(tag).collect()
}

fn spans_of_html5gum(page: &[u8]) -> Vec<(Vec<u8>, usize)> {
    use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
    let mut open = Vec::new();
    let mut all = Vec::new();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: html5gum::Span<usize>| {
        match event {
            CallbackEvent::OpenStartTag { name } => open = name.to_vec(),
            CallbackEvent::CloseStartTag { .. } => all.push((open.clone(), span.end)),
            CallbackEvent::EndTag { name } => all.push(([b"/", name].concat(), span.end)),
            _ => {}
        }
        None::<std::convert::Infallible>
    });
    let Ok(()) = html5gum::Tokenizer::new_with_emitter(page, emitter).finish();
    all
}

proptest::proptest! {
    #[test]
    fn any_soup_is_cut_as_another_tokenizer_cuts_it(
        soup in "(<[ab/!?]{0,2}|[ab]|>|<|/|=| |'x'|\"y\"|--|!|\n){0,24}",
    ) {
        let page = soup.as_bytes();
        let at_broken = Walk::new(page).find(|p| matches!(p.token, Token::Broken(_))).map(|p| p.span.start);
        let is_open_comment = |p: &Piece<'_>| p.token == Token::Aside && page[p.span.clone()].starts_with(b"<!--");
        let limit = Walk::new(page).find(is_open_comment).map(|p| p.span.start);
        // Up to the first tag that damage broke, and the first comment, the rules are the same.
        let limit = [at_broken, limit].into_iter().flatten().min().unwrap_or(page.len());
        let before = |all: Vec<(Vec<u8>, usize)>| all.into_iter().filter(|t| t.1 <= limit).collect::<Vec<_>>();
        proptest::prop_assert_eq!(before(own_spans(page)), before(spans_of_html5gum(page)));
    }
}
