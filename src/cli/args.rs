//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use saboot::model::exhibit::Why;
use saboot::model::{Address, DateOrder, Span};

/// Turns exported chats and screenshots into a sealed evidence bundle and a complaint packet. Offline.
#[derive(Debug, Parser)]
#[command(name = "saboot", version, disable_help_subcommand = false, after_help = AFTER_HELP, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub verb: Verb,
}

const AFTER_HELP: &str = "Start here:   saboot start FILES…      asks questions and ends with papers that can be printed
Every day:    saboot add FILE, people, find WORDS, mark ADDRESS --exhibit, check, seal, packet
To check:     saboot verify FOLDER
Nothing leaves this computer. Your original files are never changed.

Exit codes: 0 done, 1 failed, 2 usage, 3 done with doubts, 4 an answer is needed, 5 cancelled, 10 no case here,
11 case in use, 20 verify found something, 21 a doubt blocks sealing, 30 refused for safety, 130 Ctrl-C.";

/// Flags that every verb takes.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// The case folder; else the one around the current folder
    #[arg(long, global = true, env = "SABOOT_CASE", value_name = "DIR")]
    pub case: Option<PathBuf>,
    /// The language of the console: en or ur-Latn
    #[arg(long, global = true, value_enum, default_value_t = Language::En)]
    pub lang: Language,
    /// Print JSON on standard output, one object a line
    #[arg(long, global = true)]
    pub json: bool,
    /// Print nothing but results and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Never ask; end with exit code 4 where an answer is needed
    #[arg(long, global = true)]
    pub no_input: bool,
    /// Answer what is open with the documented default; papers become a DRAFT
    #[arg(long, global = true)]
    pub yes: bool,
    /// No colour
    #[arg(long, global = true, env = "SABOOT_NO_COLOR", value_parser = clap::builder::FalseyValueParser::new())]
    pub no_color: bool,
    /// For screen readers: no bars, plain lines
    #[arg(long, global = true)]
    pub plain: bool,
}

/// The console speaks English and Roman Urdu: a Windows console shows Urdu script reversed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    #[value(name = "en")]
    En,
    #[value(name = "ur-Latn")]
    Roman,
}

impl Language {
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Roman => "ur-Latn",
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Ask questions, build a bundle and a packet. The only command most people need
    Start(Start),
    /// What is in the case, what is missing, what to do next
    Status(Status),
    /// Say what an export holds, without making a case
    Read(Read),
    /// Make an empty case
    New(New),
    /// Copy files in, hash them, read them
    Add(Add),
    /// Delete an original that must not be kept, and all that was made from it
    Remove(Remove),
    /// List doubts: gaps, cut exports, ambiguous dates, missing media
    Check,
    /// List senders; say who is who
    People(People),
    /// Search all languages
    Find(Find),
    /// Choose or tag records
    Mark(Mark),
    /// Take a mark back
    Unmark(Unmark),
    /// Do not show this on any paper
    Withhold(Withhold),
    /// Write the words of the complaint
    Say(Say),
    /// Freeze a bundle
    Seal(Seal),
    /// Make the papers of a sealed bundle
    Packet(Packet),
    /// Check a bundle, or any BagIt bag
    Verify(Verify),
    /// Explain a code such as E-DATE-01
    Explain(Explain),
    /// Say how this computer is set up: clock, folder, fonts, network
    Doctor,
    /// Print completions for a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

#[derive(Debug, Args)]
pub struct Start {
    /// Exports, pictures and folders
    pub paths: Vec<PathBuf>,
    /// A file with answers; what it leaves open is asked
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// Print an answers file with every question explained, and end
    #[arg(long)]
    pub answers_template: bool,
    /// The zone of the phone that exported
    #[arg(long, value_name = "ZONE")]
    pub tz: Option<String>,
    /// Day first, month first or year first, where the file does not decide
    #[arg(long, value_enum)]
    pub date_order: Option<OrderName>,
    /// Who is at the keyboard: self or helper
    #[arg(long, value_parser = ["self", "helper"])]
    pub keyboard: Option<String>,
    /// Whether anyone else uses this computer
    #[arg(long, value_parser = ["no", "yes", "unknown"])]
    pub shared_computer: Option<String>,
    /// Whether anyone under 18 is shown in sexual pictures
    #[arg(long, value_parser = ["no", "yes", "unsure"])]
    pub minors: Option<String>,
    /// The message that told the person to stop
    #[arg(long, value_name = "ADDRESS")]
    pub stop_message: Option<Address>,
    /// The reference on every page
    #[arg(long)]
    pub reference: Option<String>,
    /// To whom the papers are addressed
    #[arg(long, value_name = "ID")]
    pub authority: Option<String>,
    /// Stop before sealing so that a lawyer can look
    #[arg(long, value_parser = ["yes", "no"])]
    pub lawyer_first: Option<String>,
    /// The word SEAL
    #[arg(long, value_parser = ["SEAL"])]
    pub confirm_seal: Option<String>,
    /// Allow a folder that a service copies to the internet
    #[arg(long)]
    pub allow_synced: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OrderName {
    Dmy,
    Mdy,
    Ymd,
}

impl From<OrderName> for DateOrder {
    fn from(name: OrderName) -> Self {
        match name {
            OrderName::Dmy => Self::Dmy,
            OrderName::Mdy => Self::Mdy,
            OrderName::Ymd => Self::Ymd,
        }
    }
}

impl OrderName {
    pub fn tag(self) -> &'static str {
        match self {
            Self::Dmy => "dmy",
            Self::Mdy => "mdy",
            Self::Ymd => "ymd",
        }
    }
}

#[derive(Debug, Args)]
pub struct Status {
    /// Only what can be read out over a telephone: counts, no names
    #[arg(long)]
    pub phone: bool,
}

#[derive(Debug, Args)]
pub struct Read {
    /// Files, zips, folders
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// The format, by the name in docs/formats
    #[arg(long = "as", value_name = "FORMAT")]
    pub format: Option<String>,
    /// Day first, month first or year first
    #[arg(long, value_enum)]
    pub date_order: Option<OrderName>,
    /// The zone of the phone that exported
    #[arg(long, value_name = "ZONE")]
    pub tz: Option<String>,
    /// Read only the threads that this fits (Facebook, Instagram)
    #[arg(long, value_name = "PATTERN")]
    pub threads: Vec<String>,
    /// Print frames too
    #[arg(long)]
    pub frames: bool,
}

#[derive(Debug, Args)]
pub struct New {
    /// The folder to make
    pub dir: PathBuf,
    /// The zone of the case
    #[arg(long, value_name = "ZONE", default_value = "Asia/Karachi")]
    pub tz: String,
    /// The authority that the papers are for
    #[arg(long, value_name = "ID", default_value = "pk-nccia")]
    pub authority: String,
    /// The reference on every page
    #[arg(long)]
    pub reference: Option<String>,
    /// Allow a folder that a service copies to the internet
    #[arg(long)]
    pub allow_synced: bool,
}

#[derive(Debug, Args)]
pub struct Add {
    /// Files, zips, folders
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// The format, by the name in docs/formats
    #[arg(long = "as", value_name = "FORMAT")]
    pub format: Option<String>,
    /// Day first, month first or year first
    #[arg(long, value_enum)]
    pub date_order: Option<OrderName>,
    /// The zone of the phone that exported
    #[arg(long, value_name = "ZONE")]
    pub tz: Option<String>,
    /// Read only the threads that this fits (Facebook, Instagram)
    #[arg(long, value_name = "PATTERN")]
    pub threads: Vec<String>,
    /// From whom it came
    #[arg(long, value_name = "TEXT")]
    pub got_from: Option<String>,
    /// On which day it came, such as 2026-11-20
    #[arg(long, value_name = "DAY")]
    pub got_on: Option<String>,
    /// From which device it was exported
    #[arg(long, value_name = "TEXT")]
    pub device: Option<String>,
    /// Who exported it
    #[arg(long, value_name = "TEXT")]
    pub exported_by: Option<String>,
    /// Write down digest and size only; copy and read nothing
    #[arg(long)]
    pub reference_only: bool,
    /// Say what would be copied, and end
    #[arg(long)]
    pub dry_run: bool,
    /// Allow a folder that a service copies to the internet
    #[arg(long)]
    pub allow_synced: bool,
}

#[derive(Debug, Args)]
pub struct Remove {
    /// A source or one file of it: S1, S3:F2
    #[arg(required = true)]
    pub items: Vec<Address>,
    /// Why, for the custody journal: a word, never a description
    #[arg(long, value_enum)]
    pub why: RemovalReason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RemovalReason {
    /// Someone under 18 is shown in it
    Minor,
    /// It belongs to somebody else
    Stranger,
    /// It was given by mistake
    Mistake,
    /// Another reason
    Other,
}

impl RemovalReason {
    pub fn tag(self) -> &'static str {
        match self {
            Self::Minor => "minor",
            Self::Stranger => "stranger",
            Self::Mistake => "mistake",
            Self::Other => "other",
        }
    }
}

#[derive(Debug, Args)]
pub struct People {
    /// These labels are the person complained about
    #[arg(long, value_name = "LABEL", value_delimiter = ',')]
    pub suspect: Vec<Address>,
    /// These labels are the complainant
    #[arg(long, value_name = "LABEL", value_delimiter = ',')]
    pub me: Vec<Address>,
    /// These people must not be named
    #[arg(long, value_name = "LABEL", value_delimiter = ',')]
    pub bystander: Vec<Address>,
    /// These people are under 18
    #[arg(long, value_name = "LABEL", value_delimiter = ',')]
    pub minor: Vec<Address>,
    /// These labels are one person: S1:P2=S2:P1
    #[arg(long, value_name = "LABEL=LABEL")]
    pub same: Vec<String>,
    /// The number behind a label: S1:P2=+923000000000
    #[arg(long, value_name = "LABEL=NUMBER")]
    pub number: Vec<String>,
    /// Where the numbers were seen
    #[arg(long, value_name = "TEXT")]
    pub basis: Option<String>,
}

#[derive(Debug, Args)]
pub struct Find {
    /// The words; asked for where there are none
    pub words: Vec<String>,
    /// Only of this label, or of suspect or me
    #[arg(long, value_name = "LABEL")]
    pub from: Option<String>,
    /// Only on or after this day
    #[arg(long, value_name = "DAY")]
    pub after: Option<chrono::NaiveDate>,
    /// Only before this day
    #[arg(long, value_name = "DAY")]
    pub before: Option<chrono::NaiveDate>,
    /// Only with this tag
    #[arg(long, value_name = "TAG")]
    pub tag: Option<String>,
    /// Only the same letters
    #[arg(long)]
    pub exact: bool,
    /// So many records around each hit
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub around: u32,
    /// Any of the entries of a word list
    #[arg(long, value_name = "FILE")]
    pub list_words: Option<PathBuf>,
    /// At most so many hits
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: u64,
    /// So many hits are passed over
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: u64,
    /// Print Urdu script even where a console shows it reversed
    #[arg(long)]
    pub raw: bool,
}

#[derive(Debug, Args)]
pub struct Mark {
    /// Addresses or ranges: S1:L12, S1:L10-L22, S3:F2; - reads them from standard input
    #[arg(required = true)]
    pub items: Vec<String>,
    /// As an exhibit (the default where no tag is given)
    #[arg(long)]
    pub exhibit: bool,
    /// Words that say why: threat, money, images, …
    #[arg(long = "offence", visible_alias = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
    /// This is the message that told the person to stop
    #[arg(long)]
    pub stop: bool,
    /// Lines before and after
    #[arg(long, value_name = "N")]
    pub context: Option<u32>,
    /// A private note; it never leaves the case
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

#[derive(Debug, Args)]
pub struct Unmark {
    /// Addresses or ranges
    #[arg(required = true)]
    pub items: Vec<Span>,
}

#[derive(Debug, Args)]
pub struct Withhold {
    /// Records or files: S1:L12, S1:F7
    #[arg(required = true)]
    pub items: Vec<Span>,
    /// Why
    #[arg(long, value_enum, default_value_t = WhyName::Other)]
    pub why: WhyName,
    /// Neutral words for the sheet that can be pulled out
    #[arg(long, value_name = "TEXT")]
    pub label: Option<String>,
    /// Show it again
    #[arg(long, conflicts_with_all = ["why", "label"])]
    pub release: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WhyName {
    Intimate,
    Minor,
    Bystander,
    Privileged,
    Other,
}

impl From<WhyName> for Why {
    fn from(name: WhyName) -> Self {
        match name {
            WhyName::Intimate => Self::Intimate,
            WhyName::Minor => Self::Minor,
            WhyName::Bystander => Self::Bystander,
            WhyName::Privileged => Self::Privileged,
            WhyName::Other => Self::Other,
        }
    }
}

#[derive(Debug, Args)]
pub struct Say {
    /// facts, incident, relief, impact, urgent, steps; or a field of the form: name, cnic, phone, …
    pub topic: String,
    /// The words, in a file; - is standard input. Without it they are typed, and an empty line ends
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Print what was said
    #[arg(long, conflicts_with = "file")]
    pub show: bool,
}

#[derive(Debug, Args)]
pub struct Seal {
    /// A further bundle, for what came after the one before
    #[arg(long)]
    pub supplement: bool,
    /// Say what would be frozen, and end
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct Packet {
    /// The number of the bundle; else the latest
    #[arg(long, value_name = "N")]
    pub bundle: Option<u32>,
}

#[derive(Debug, Args)]
pub struct Verify {
    /// A bundle, a BagIt bag, or with --chain a folder of bundles
    pub path: PathBuf,
    /// Check a folder of bundles that point to each other
    #[arg(long)]
    pub chain: bool,
    /// The fingerprint from paper: all 64 digits, or fewer, which identify and do not prove
    #[arg(long, value_name = "DIGITS")]
    pub against: Option<String>,
    /// List every file with its digest
    #[arg(long)]
    pub list: bool,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// Such as E-DATE-01
    pub code: String,
}

#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}
