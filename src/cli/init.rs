//! `golive init TEMPLATE`: a commented plan to edit.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::{Exit, Out};
use crate::text::{clean, list, nearest};

/// The shipped templates by name.
const TEMPLATES: [(&str, &str); 1] =
    [("ecommerce-retail", include_str!("../../config/ecommerce-retail.toml"))];

/// Write a commented plan to edit
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// Which one: ecommerce-retail
    template: String,
    /// Where to write it [default: TEMPLATE.toml in this folder]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Exit 0 where the file was written; 2 for a template that is not known or a file that is there already.
pub fn run(args: &Args, out: &mut Out) -> Exit {
    let name = args.template.strip_suffix(".toml").unwrap_or(&args.template);
    let Some((name, text)) = TEMPLATES.iter().find(|(known, _)| *known == name) else {
        out.error(&unknown(name));
        return Exit::Usage;
    };
    let path = args.output.clone().unwrap_or_else(|| PathBuf::from(format!("{name}.toml")));
    let shown = clean::line(&path.to_string_lossy());
    match write_new(&path, text) {
        Ok(()) => {
            out.line(&format!("{shown} is written. Edit it, then: golive validate {shown}"));
            Exit::Done
        }
        Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {
            out.error(&format!("{shown} is there already and is left as it is; name another file with -o"));
            Exit::Usage
        }
        Err(why) => {
            out.error(&format!("{shown} cannot be written: {why}"));
            Exit::Could
        }
    }
}

fn unknown(name: &str) -> String {
    let names = TEMPLATES.map(|(known, _)| known);
    let shown = clean::fit(&clean::line(name), 40);
    match nearest(name, names) {
        Some(near) => format!("there is no template \"{shown}\"; did you mean {near}?"),
        None => format!("there is no template \"{shown}\"; the templates are {}", list::and_list(&names)),
    }
}

/// Never writes over a file: somebody's plan may be in it.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(text.as_bytes())
}
