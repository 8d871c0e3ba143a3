//! Cuts the transcript of a packet over volumes.

use serde_json::{Value as Json, json};

/// Cuts a packet whose transcript is too long for one volume. Each further one opens with the heading of its source.
pub(super) fn divide(packet: &Json, most: usize) -> Vec<Json> {
    let Some(at) = packet["parts"]
        .as_array()
        .and_then(|parts| parts.iter().position(|part| part["name"] == "transcript"))
    else {
        return vec![packet.clone()];
    };
    let rows = packet["parts"][at]["rows"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    if rows.len() <= most {
        return vec![packet.clone()];
    }
    let mut heading = None;
    let mut out = Vec::new();
    for (n, chunk) in rows.chunks(most).enumerate() {
        let mut chunk = chunk.to_vec();
        let next = chunk.iter().rfind(|row| row["kind"] == "source").cloned();
        if let Some(heading) = heading.take().filter(|_| chunk[0]["kind"] != "source") {
            chunk.insert(0, heading);
        }
        heading = next.or_else(|| chunk.first().filter(|row| row["kind"] == "source").cloned());
        let mut volume = packet.clone();
        if n > 0 {
            volume["parts"] = json!([packet["parts"][at]]);
            volume["pictures"] = json!([]);
        }
        let part = if n > 0 { 0 } else { at };
        volume["parts"][part]["rows"] = Json::Array(chunk);
        out.push(volume);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_transcript_is_divided_and_each_volume_opens_with_its_source() {
        let source = |id: &str| json!({"kind": "source", "id": id});
        let message = |n: usize| json!({"kind": "message", "number": n.to_string()});
        let mut rows = vec![source("S1")];
        rows.extend((0..4).map(message));
        rows.push(source("S2"));
        rows.extend((4..6).map(message));
        let packet = json!({"parts": [{"name": "glance"}, {"name": "transcript", "rows": rows}], "pictures": [1]});
        let volumes = divide(&packet, 3);
        let kinds = |n: usize, part: usize| {
            volumes[n]["parts"][part]["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| {
                    row["id"]
                        .as_str()
                        .or(row["number"].as_str())
                        .unwrap()
                        .to_owned()
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(kinds(0, 1), ["S1", "0", "1"]);
        assert_eq!(kinds(1, 0), ["S1", "2", "3", "S2"]);
        assert_eq!(kinds(2, 0), ["S2", "4", "5"]);
        assert_eq!(volumes[1]["pictures"], json!([]));
    }
}
