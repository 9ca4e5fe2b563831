-- The words that the full-text index knows, to be asked which of them begin like what a person typed.
CREATE VIRTUAL TABLE signal_fts_word USING fts5vocab(signal_fts, instance);
