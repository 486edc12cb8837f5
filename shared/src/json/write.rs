//! Writing JSON.

/// A type that is written as JSON.
pub trait ToJson {
    /// Appends its text.
    fn write(&self, out: &mut String);
}

/// The text of a value.
#[must_use]
pub fn to_text(value: &dyn ToJson) -> String {
    let mut out = String::new();
    value.write(&mut out);
    out
}

/// A type whose JSON is an object.
pub trait Record {
    /// Writes its fields into an object.
    fn put_into(&self, object: &mut Object<'_>);
}

/// Writes a record as an object of its own.
pub fn write_record(record: &dyn Record, out: &mut String) {
    let mut object = Object::open(out);
    record.put_into(&mut object);
    object.close();
}

/// An object that is being written.
#[derive(Debug)]
pub struct Object<'o> {
    out: &'o mut String,
    fields: u32,
}

impl<'o> Object<'o> {
    /// Begins an object at the end of this text. It is closed by [`Object::close`].
    pub fn open(out: &'o mut String) -> Self {
        out.push('{');
        Self { out, fields: 0 }
    }

    /// One more field.
    pub fn put(&mut self, name: &str, value: &dyn ToJson) -> &mut Self {
        if self.fields > 0 {
            self.out.push(',');
        }
        self.fields += 1;
        name.write(self.out);
        self.out.push(':');
        value.write(self.out);
        self
    }

    /// One more field, where there is a value for it.
    pub fn put_some<T: ToJson>(&mut self, name: &str, value: &Option<T>) -> &mut Self {
        if let Some(value) = value {
            self.put(name, value);
        }
        self
    }

    /// Ends the object.
    pub fn close(self) {
        self.out.push('}');
    }
}

/// The text of an object with these fields.
#[must_use]
pub fn object(fields: &[(&str, &dyn ToJson)]) -> String {
    let mut out = String::new();
    let mut object = Object::open(&mut out);
    for (name, value) in fields {
        object.put(name, *value);
    }
    object.close();
    out
}
