//! What a program does to the files of a folder, as far as a disk has it later.

/// A call of the system that changed a file or a name, or brought them to the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Opens a file, which is made where nothing has its name.
    Create { name: String },
    /// Writes bytes at a place, also beyond the end.
    Write { name: String, offset: u64, bytes: Vec<u8> },
    /// Cuts a file off, or makes it longer by zeros.
    Resize { name: String, length: u64 },
    /// Gives a file a second name.
    Link { from: String, to: String },
    /// Moves a name, over what had the new one.
    Rename { from: String, to: String },
    /// Removes a name.
    Remove { name: String },
    /// Brings what was done to a file to the disk: of all operations, the first `covers`.
    Sync { name: String, covers: usize },
    /// The same for the names of the folder.
    SyncFolder { covers: usize },
}
