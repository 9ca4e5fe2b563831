//! The same searches in a search engine: tantivy, one field, the newest matches first.

use engine::model::Record;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, RegexQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexReader, IndexWriter, Order, TantivyDocument};

use crate::Outcome;

pub struct Engine {
    writer: IndexWriter,
    index: Index,
    id: Field,
    text: Field,
}

impl Engine {
    pub fn new(folder: &std::path::Path) -> Outcome<Engine> {
        let mut schema = Schema::builder();
        let words = TextFieldIndexing::default().set_index_option(IndexRecordOption::Basic).set_fieldnorms(false);
        let id = schema.add_u64_field("id", FAST);
        let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(words));
        let index = Index::create_in_dir(folder, schema.build())?;
        let writer = index.writer_with_num_threads(1, 200_000_000)?;
        Ok(Engine { writer, index, id, text })
    }

    /// The records get the ids from `first` on.
    pub fn add(&mut self, records: &[Record], first: u32) -> Outcome<()> {
        for (id, record) in (u64::from(first)..).zip(records) {
            let mut document = TantivyDocument::new();
            document.add_u64(self.id, id);
            document.add_text(self.text, format!("{} {}", record.title, record.body));
            self.writer.add_document(document)?;
        }
        Ok(())
    }

    pub fn finish(&mut self) -> Outcome<IndexReader> {
        self.writer.commit()?;
        Ok(self.index.reader()?)
    }

    /// The newest `limit` ids whose text holds a word beginning with each of `words`.
    pub fn find(&self, reader: &IndexReader, words: &[&str], limit: usize) -> Outcome<Vec<u64>> {
        let mut all: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for word in words {
            all.push((Occur::Must, Box::new(RegexQuery::from_pattern(&format!("{word}.*"), self.text)?)));
        }
        let newest = TopDocs::with_limit(limit).order_by_fast_field::<u64>("id", Order::Desc);
        let found = reader.searcher().search(&BooleanQuery::new(all), &newest)?;
        Ok(found.into_iter().filter_map(|(id, _)| Into::<Option<u64>>::into(id)).collect())
    }
}
