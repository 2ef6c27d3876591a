"""Pictures: captions and credits parted, each picture once."""
