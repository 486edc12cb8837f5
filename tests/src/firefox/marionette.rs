//! The Marionette protocol: `length:[0, number, command, parameters]` out, `length:[1, number, error, result]` back.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

/// How long one command may take; scripts have a limit of their own inside the browser.
const ANSWER: Duration = Duration::from_secs(60);

/// One connection. Commands run one after the other.
#[derive(Debug)]
pub struct Marionette {
    stream: Mutex<(TcpStream, u64)>,
}

impl Marionette {
    /// Connects to a port of this machine.
    ///
    /// # Errors
    /// When nobody listens or it is not Marionette.
    pub fn connect(port: u16) -> Result<Self> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(ANSWER))?;
        stream.set_nodelay(true)?;
        let hello = read(&mut stream)?;
        if hello["marionetteProtocol"] != 3 {
            bail!("protocol 3 was expected: {hello}");
        }
        Ok(Self { stream: Mutex::new((stream, 0)) })
    }

    /// Calls a command.
    ///
    /// # Errors
    /// When it is refused or not answered.
    pub fn call(&self, command: &str, params: &Value) -> Result<Value> {
        let mut held = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        held.1 += 1;
        let number = held.1;
        let text = json!([0, number, command, params]).to_string();
        let stream = &mut held.0;
        write!(stream, "{}:{text}", text.len()).with_context(|| command.to_owned())?;
        loop {
            let answer = read(stream).with_context(|| format!("the answer to {command}"))?;
            if answer[1] != number {
                continue;
            }
            if answer[2].is_object() {
                let text = |field: &str| answer[2][field].as_str().unwrap_or_default().to_owned();
                bail!("{command}: {}: {}", text("error"), text("message"));
            }
            return Ok(answer[3].clone());
        }
    }
}

fn read(stream: &mut TcpStream) -> Result<Value> {
    let mut length = 0_usize;
    loop {
        let mut byte = [0_u8];
        stream.read_exact(&mut byte)?;
        match byte[0] {
            b':' => break,
            digit @ b'0'..=b'9' => length = length * 10 + usize::from(digit - b'0'),
            other => bail!("{:?} where a length was expected", char::from(other)),
        }
    }
    let mut text = vec![0; length];
    stream.read_exact(&mut text)?;
    Ok(serde_json::from_slice(&text)?)
}
