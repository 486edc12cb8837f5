//! Programs that tests start: browsers and displays. Each is the head of a process group of its own and ends with its owner,
//! also when the test itself is killed. It never ends a program that it did not start.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::wait;

/// Runs the rest of the arguments and ends the group when the program ends or standard input closes, which
/// happens too when the process that started it is killed.
const GUARD: &str = r#"exec 3<&0
"$@" </dev/null 3<&- & program=$!
{ cat <&3 >/dev/null; kill -KILL -- -$$; } &
wait $program
kill -KILL -- -$$"#;

/// A running program and all it started.
#[derive(Debug)]
pub struct Owned {
    child: Child,
    log: Option<File>,
}

impl Owned {
    /// Starts a program whose standard input and output nobody needs. What it says goes to `log`.
    ///
    /// # Errors
    /// Where the program or the log cannot be opened.
    pub fn start(command: &Command, log: &Path) -> Result<Self> {
        let mut guarded = Command::new("sh");
        guarded.args(["-c", GUARD, "sh"]).arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => guarded.env(name, value),
                None => guarded.env_remove(name),
            };
        }
        let file = File::options().create(true).truncate(true).read(true).write(true).open(log)?;
        guarded.stdin(Stdio::piped()).stdout(file.try_clone()?).stderr(file.try_clone()?);
        Self::adopt(guarded, Some(file))
    }

    /// Starts a program that talks over the pipes that `command` names; it must end by itself when they close.
    ///
    /// # Errors
    /// Where it cannot be started.
    pub fn with_pipes(command: Command) -> Result<Self> {
        Self::adopt(command, None)
    }

    fn adopt(mut command: Command, log: Option<File>) -> Result<Self> {
        let program = format!("{:?}", command.get_program());
        let child = command.process_group(0).spawn().with_context(|| format!("start {program}"))?;
        Ok(Self { child, log })
    }

    /// The process, for its pipes.
    pub fn process(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Whether it still runs.
    ///
    /// # Errors
    /// Where the system does not say.
    pub fn is_running(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    /// What it said so far; empty without a log.
    #[must_use]
    pub fn said(&self) -> String {
        let mut text = Vec::new();
        if let Some(mut file) = self.log.as_ref().and_then(|file| file.try_clone().ok())
            && file.seek(SeekFrom::Start(0)).is_ok()
        {
            let _ = file.read_to_end(&mut text);
        }
        String::from_utf8_lossy(&text).into_owned()
    }

    /// Waits for it to end by itself.
    ///
    /// # Errors
    /// When it still runs after `limit`.
    pub fn wait_for_end(&mut self, limit: Duration) -> Result<()> {
        wait::until("the program to end", limit, || Ok(self.child.try_wait()?.map(|_| ())))
    }

    /// Ends it and all it started, at once.
    pub fn kill(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let group = format!("-{}", self.child.id());
            let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
            let _ = self.child.wait();
        }
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        self.kill();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::wait::STEP;

    fn runs(pid: &str) -> bool {
        Command::new("kill").args(["-0", pid]).stderr(Stdio::null()).status().unwrap().success()
    }

    #[test]
    fn what_a_program_started_ends_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 600 & echo $!; wait"]);
        let program = Owned::start(&command, &folder.path().join("log")).unwrap();
        let grandchild =
            wait::until("a number", STEP, || Ok(program.said().trim().parse::<u32>().ok().map(|pid| pid.to_string())))
                .unwrap();
        assert!(runs(&grandchild));
        drop(program);
        wait::until("its end", STEP, || Ok((!runs(&grandchild)).then_some(()))).unwrap();
    }

    #[test]
    fn a_program_that_ends_is_seen_to_end() {
        let folder = tempfile::tempdir().unwrap();
        let mut program = Owned::start(&Command::new("true"), &folder.path().join("log")).unwrap();
        program.wait_for_end(STEP).unwrap();
        assert!(!program.is_running().unwrap());
    }
}
