use super::*;
use crate::model::Export;
use Platform::{Android, Ios};

fn setting(platform: Platform, files: &[&str]) -> Setting<'static> {
    let members = files
        .iter()
        .map(|f| ((*f).to_owned(), f.as_bytes().to_vec()))
        .collect();
    Setting {
        platform,
        has_marks: platform == Ios,
        recurring: HashSet::from(["<गायब>".as_bytes()]),
        names: Names::new(&Export::from_memory("x.zip", members), &[], ""),
    }
}

fn read(text: &str, platform: Platform) -> Body {
    read_body(
        text,
        Behind::Writer,
        &setting(
            platform,
            &["IMG-20240821-WA0007.jpg", "00000013-Report.pdf"],
        ),
        &|n| ["Ali", "Sana", "Bilal"].contains(&n),
    )
}

fn sentence(text: &str, platform: Platform) -> (Kind, Option<Event>, Vec<String>) {
    let behind = if platform == Android {
        Behind::Nobody
    } else {
        Behind::Writer
    };
    let body = read_body(text, behind, &setting(platform, &[]), &|n| {
        ["Ali", "Sana", "Bilal"].contains(&n)
    });
    (body.kind, body.event, body.people)
}

#[test]
fn peoples_words_stay_messages() {
    for platform in [Android, Ios] {
        for text in [
            "hello",
            "He left",
            "Ali added Sana",
            "image omitted, she said",
            "this message was deleted by mistake",
            "You deleted this message, why?",
            "I never read <This message was edited> again",
            "see (file attached)",
            "<Note: see report.pdf>",
            "Missed voice call again!",
            "nullify",
            " ",
            ".",
            "👍",
            "یہ میسج",
            "location: home",
        ] {
            let body = read(text, platform);
            assert_eq!(body, Body::of(Kind::Message), "{text}");
        }
    }
    // On the iPhone, the app's words without its mark are typed.
    for text in [
        "image omitted",
        "This message was deleted.",
        "Missed voice call",
        "hi <This message was edited>",
        "null",
    ] {
        assert_eq!(read(text, Ios), Body::of(Kind::Message), "{text}");
    }
}

#[test]
fn deleted_messages_keep_who_deleted() {
    use DeletedBy::{Admin, Exporter, Sender};
    for (text, platform, by) in [
        ("This message was deleted", Android, Sender),
        ("You deleted this message", Android, Exporter),
        ("\u{200e}This message was deleted.", Ios, Sender),
        ("\u{200f}یہ میسج حذف کر دیا گیا ہے۔", Ios, Sender),
        ("یہ پیغام حذف کیا گیا", Android, Sender),
        ("یہ میسج حذف کر دیا گیا ہے۔", Android, Sender),
        ("This message was deleted by admin Ali.", Android, Admin),
        ("\u{200e}This message was deleted by an admin.", Ios, Admin),
        ("\u{200f}یہ میسج ایڈمن Ali نے حذف کر دیا ہے۔", Ios, Admin),
        ("You deleted this message as admin", Android, Admin),
    ] {
        let body = read(text, platform);
        assert_eq!(
            (body.kind, body.deleted_by),
            (Kind::Deleted, Some(by)),
            "{text}"
        );
    }
}

#[test]
fn edited_messages_keep_their_text_with_and_without_the_marker() {
    for (text, platform, without) in [
        ("hi <This message was edited>", Android, "hi"),
        ("hi \u{200e}<This message was edited>", Ios, "hi"),
        (
            "a\nb  <Diese Nachricht wurde bearbeitet.>",
            Android,
            "a\nb ",
        ),
    ] {
        let body = read(text, platform);
        assert_eq!(
            (body.kind, body.text_without_marker.as_deref()),
            (Kind::Message, Some(without)),
            "{text}"
        );
    }
    let text = "IMG-20240821-WA0007.jpg (file attached)\ncap <This message was edited>";
    let body = read(text, Android);
    assert_eq!(body.attachments[0].caption.as_deref(), Some("cap"));
}

#[test]
fn media_that_was_left_out_keeps_its_kind_and_caption() {
    for (text, platform, media, caption, title) in [
        ("<Media omitted>", Android, Media::Unknown, None, None),
        (
            "<Media omitted>\nlook",
            Android,
            Media::Unknown,
            Some("look"),
            None,
        ),
        (
            "<Video note omitted>",
            Android,
            Media::VideoNote,
            None,
            None,
        ),
        ("<गायब>", Android, Media::Unknown, None, None),
        ("\u{200e}image omitted", Ios, Media::Image, None, None),
        (
            "\u{200f}تصویر نکال دی گئی ہے",
            Ios,
            Media::Image,
            None,
            None,
        ),
        (
            "\u{200e}video note omitted",
            Ios,
            Media::VideoNote,
            None,
            None,
        ),
        (
            "\u{200e}image omitted\nlook",
            Ios,
            Media::Image,
            Some("look"),
            None,
        ),
        (
            "look \u{200e}image omitted",
            Ios,
            Media::Image,
            Some("look"),
            None,
        ),
        (
            "Title.pdf • \u{200e}2 pages \u{200e}document omitted",
            Ios,
            Media::Document,
            None,
            Some("Title.pdf"),
        ),
        (
            "\u{200e}Title.pdf \u{200e}document omitted",
            Ios,
            Media::Document,
            None,
            Some("Title.pdf"),
        ),
    ] {
        let body = read(text, platform);
        assert_eq!(body.kind, Kind::Message, "{text}");
        let a = &body.attachments[0];
        assert_eq!(
            (a.media, a.state, a.name.as_deref()),
            (media, State::Omitted, None),
            "{text}"
        );
        assert_eq!(
            (a.caption.as_deref(), a.title.as_deref()),
            (caption, title),
            "{text}"
        );
    }
    assert!(read("<View once voice message omitted>", Android).view_once);
    let once = "\u{200e}You received a view once message. For added privacy, you can only open it on your phone.";
    assert!(read(once, Ios).view_once);
}

#[test]
fn files_keep_titles_and_captions() {
    let body = read(
        "IMG-20240821-WA0007.jpg (file attached)\nfirst\n\nsecond",
        Android,
    );
    assert_eq!(
        body.attachments[0].caption.as_deref(),
        Some("first\n\nsecond")
    );
    let body = read(
        "Report.pdf • \u{200e}2 pages \u{200e}<attached: 00000013-Report.pdf>",
        Ios,
    );
    assert_eq!(body.attachments[0].title.as_deref(), Some("Report.pdf"));
    assert_eq!(body.attachments[0].state, State::Found);
    let body = read("Report.pdf (file attached)\nReport.pdf\nread it", Android);
    let a = &body.attachments[0];
    assert_eq!(
        (a.title.as_deref(), a.caption.as_deref()),
        (Some("Report.pdf"), Some("read it"))
    );
}

#[test]
fn stand_ins_are_messages_with_a_doubt() {
    for (text, platform) in [
        ("null", Android),
        ("", Android),
        ("", Ios),
        ("Waiting for this message. This may take a while.", Android),
    ] {
        let body = read(text, platform);
        assert_eq!(
            (body.kind, body.is_placeholder),
            (Kind::Message, true),
            "{text}"
        );
    }
}

#[test]
fn sentences_about_the_chat_are_notices_with_people() {
    let names = |n: &[&str]| n.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    for (text, platform, event, people) in [
        (
            "Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them. Tap to learn more.",
            Android,
            Event::EncryptionNotice,
            vec![],
        ),
        (
            "\u{200e}Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them. *Learn more*.",
            Ios,
            Event::EncryptionNotice,
            vec![],
        ),
        (
            "\u{200f}میسجز اور کالز اینڈ ٹو اینڈ اینکرپشن کے ذریعے محفوظ ہیں۔ مزید",
            Ios,
            Event::EncryptionNotice,
            vec![],
        ),
        (
            "Ali added Sana",
            Android,
            Event::MembersAdded,
            names(&["Sana"]),
        ),
        (
            "Ali added Sana, Bilal and +92 300 0000000",
            Android,
            Event::MembersAdded,
            names(&["Sana", "Bilal", "+92 300 0000000"]),
        ),
        (
            "Ali added Rock and Roll",
            Android,
            Event::MembersAdded,
            names(&["Rock and Roll"]),
        ),
        (
            "Ali نے Sana کو شامل کیا",
            Android,
            Event::MembersAdded,
            names(&["Sana"]),
        ),
        ("\u{200e}Ali left", Ios, Event::MemberLeft, names(&["Ali"])),
        (
            "You created group \"Trip: Paris\"",
            Android,
            Event::GroupCreated,
            vec![],
        ),
        (
            "Ali changed the group name from “a” to “b: c”",
            Android,
            Event::SubjectChanged,
            vec![],
        ),
        (
            "Your security code with Ali changed. Tap to learn more.",
            Android,
            Event::SecurityCodeChanged,
            names(&["Ali"]),
        ),
        (
            "Ali's security code changed. Tap for more info.",
            Android,
            Event::SecurityCodeChanged,
            names(&["Ali"]),
        ),
        (
            "+92 300 0000001 changed to +92 300 0000002",
            Android,
            Event::NumberChanged,
            names(&["+92 300 0000001"]),
        ),
        (
            "You blocked this contact. Tap to unblock.",
            Android,
            Event::Blocked,
            vec![],
        ),
        (
            "\u{200e}You unblocked this contact.",
            Ios,
            Event::Unblocked,
            vec![],
        ),
        (
            "Ali turned on advanced chat privacy.",
            Android,
            Event::ChatPrivacy,
            vec![],
        ),
        (
            "Ali turned on disappearing messages. New messages will disappear.",
            Android,
            Event::DisappearingTimer,
            vec![],
        ),
        ("nobody knows this sentence", Android, Event::Other, vec![]),
    ] {
        assert_eq!(
            sentence(text, platform),
            (Kind::Notice, Some(event), people),
            "{text}"
        );
    }
    for text in [
        "Missed voice call",
        "Missed video call",
        "Missed voice call, Tap to call back",
    ] {
        assert_eq!(read(text, Android).kind, Kind::Call, "{text}");
    }
    let (kind, ..) = sentence("Missed voice call", Android);
    assert_eq!(kind, Kind::Call);
}

#[test]
fn unknown_words_behind_a_mark_are_the_apps_only_under_a_silent_label() {
    let text = "\u{200e}tuntematon lause";
    let silent = read_body(text, Behind::Silent, &setting(Ios, &[]), &|_| false);
    assert_eq!(
        (silent.kind, silent.event),
        (Kind::Notice, Some(Event::Other))
    );
    assert_eq!(read(text, Ios).kind, Kind::Message);
}

#[test]
fn without_any_mark_in_the_file_the_words_alone_decide() {
    let lost = Setting {
        has_marks: false,
        ..setting(Ios, &[])
    };
    let read = |text| read_body(text, Behind::Writer, &lost, &|_| false);
    assert_eq!(read("image omitted").attachments.len(), 1);
    assert_eq!(read("This message was deleted.").kind, Kind::Deleted);
}
