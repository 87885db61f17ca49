//! `voxloom info`: what a data file holds, and where the program's folders are.

use std::path::PathBuf;

use clap::Args;
use voxloom_core::data::{Survey, format_bytes};
use voxloom_core::port::short;
use voxloom_io::{ByteOrder, Content, Kind, ReadOptions};

use super::{Common, Failure, say};
use crate::places::Folders;

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["file", "paths"])))]
pub(super) struct InfoArgs {
    /// A data file.
    file: Option<PathBuf>,
    /// Prints the folders that the program uses.
    #[arg(long)]
    paths: bool,
}

pub(super) fn info(common: &Common, args: &InfoArgs) -> Result<(), Failure> {
    if args.paths {
        for (what, path) in Folders::find(common.user_dir.as_deref()).list() {
            say(&format!("{what:<28} {}", path.display()));
        }
        let choice = voxloom_host::Choice { flag: common.python.clone(), setting: None, project: voxloom_host::checkout() };
        match voxloom_host::find_interpreter(&choice) {
            Ok(found) => say(&format!("{:<28} {} ({})", "Python interpreter", found.executable.display(), found.version_text())),
            Err(error) => say(&format!("{:<28} {error}", "Python interpreter")),
        }
    }
    let Some(file) = &args.file else { return Ok(()) };
    let info = voxloom_io::probe(file).map_err(|error| error.to_string())?;
    let order = match info.byte_order {
        ByteOrder::Little => ", little endian",
        ByteOrder::Big => ", big endian",
        ByteOrder::None => "",
    };
    say(&format!("file      {}", file.display()));
    say(&format!("format    {}{}", info.format, if info.fortran_order { ", Fortran order" } else { "" }));
    say(&format!("elements  {}{order}", info.dtype));
    say(&format!("shape     {}", info.shape.iter().map(u64::to_string).collect::<Vec<_>>().join(" × ")));
    say(&format!("memory    {}", format_bytes(info.bytes as usize)));
    let channels = if info.channels > 1 { format!(" with {} channels", info.channels) } else { String::new() };
    say(&format!("read as   {}{channels}", info.read_as.name()));
    for other in &info.alternatives {
        say(&format!("or as     {}", other.name()));
    }
    for note in &info.notes {
        say(&format!("note      {note}"));
    }
    if info.read_as == Kind::Sequence {
        say(&format!("note      the first of {} volumes is drawn", info.shape[0]));
    }
    // The values themselves, while they are quickly read.
    if info.bytes > 1 << 30 {
        return Ok(());
    }
    let loaded = voxloom_io::read(file, &ReadOptions::default()).map_err(|error| error.to_string())?;
    let buffer = match &loaded.content {
        Content::Buffer(buffer) => Some(buffer.clone()),
        _ => None,
    };
    // The figures of the port inspector.
    let data = loaded.content.into_data()?;
    if let Some(array) = data.numbers()
        && let Some(survey) = Survey::of(array, 1, &|| true).map_err(|error| error.to_string())?
    {
        say_survey(&survey);
    }
    if let Some(buffer) = buffer {
        let numbers = first_numbers(&buffer, 16);
        say(&format!(
            "numbers   {}{}",
            numbers.join(" "),
            if buffer.array().elements() * buffer.array().channels() > numbers.len() { " …" } else { "" }
        ));
    }
    Ok(())
}

fn say_survey(survey: &Survey) {
    let [lo, hi] = survey.range();
    say(&format!("values    {lo} … {hi}"));
    let several = survey.channels.len() > 1;
    for (number, channel) in survey.channels.iter().enumerate().filter(|(_, channel)| channel.finite > 0) {
        if several {
            say(&format!("channel {} {} … {}, mean {}", number + 1, channel.min, channel.max, short(channel.mean)));
        } else {
            say(&format!("mean      {}", short(channel.mean)));
        }
    }
    let (nan, infinite) = (survey.nan(), survey.infinite());
    if nan + infinite > 0 {
        say(&format!("NaN, Inf  {} ({nan} NaN, {infinite} infinite)", nan + infinite));
    }
}

fn first_numbers(buffer: &voxloom_core::data::Buffer, n: usize) -> Vec<String> {
    voxloom_core::with_scalar!(buffer.array().format(), T => {
        buffer.array().as_slice::<T>().map(|values| values.iter().take(n).map(|v| format!("{}", voxloom_core::data::Scalar::to_f64(*v))).collect()).unwrap_or_default()
    })
}
