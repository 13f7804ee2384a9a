//! Attachments: files in folders, copied one by one. Their names say what they are, so one that is there is not copied again.

use std::io::ErrorKind;
use std::path::Path;

use anyhow::Context;

/// Copies what is in one folder and not in the other, and returns how many files the first has.
pub(super) fn copy(from: &Path, to: &Path) -> anyhow::Result<u64> {
    let listed = match std::fs::read_dir(from) {
        Ok(listed) => listed,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", from.display())),
    };
    std::fs::create_dir_all(to).with_context(|| format!("cannot make the folder {}", to.display()))?;
    let mut count = 0;
    for entry in listed {
        let entry = entry?;
        if !entry.file_type()?.is_file() {
            continue;
        }
        count += 1;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if std::fs::metadata(&target)
            .is_ok_and(|there| there.len() == entry.metadata().map_or(0, |it| it.len()))
        {
            continue;
        }
        // Under another name until it is whole. A dot is in no name of an attachment.
        let beside = to.join(".unfinished");
        let copied = std::fs::copy(&source, &beside).and_then(|_| std::fs::rename(&beside, &target));
        copied.with_context(|| format!("cannot copy {}", source.display()))?;
    }
    Ok(count)
}
