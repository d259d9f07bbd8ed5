//! Which blocks of a page are its article.
//!
//! `trafilatura` says what the article's words are; the blocks are taken from the page itself, with its quotations,
//! lists and line breaks. Blocks between chosen ones that the markup holds as their neighbours are added, what the
//! markup or its words call furniture goes.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::blocks::{Block, Tag};
use crate::document::furniture::{Part, is_prose, parts};
use crate::document::paragraphs::paragraphs;
use crate::document::posts::{is_head, posts};

/// The article's words as someone else found them, to be found again in the page.
pub(super) struct Vote {
    lines: HashSet<u64>,
    shingles: HashSet<u64>,
}

/// Words in a row that are looked up together.
const SHINGLE: usize = 4;

impl Vote {
    pub fn new(text: &str) -> Self {
        let mut vote = Vote { lines: HashSet::new(), shingles: HashSet::new() };
        let mut all = Vec::new();
        for line in text.lines() {
            let words = words(line);
            vote.lines.insert(hash(&words));
            all.extend(words);
        }
        vote.shingles.extend(all.windows(SHINGLE).map(hash));
        vote
    }

    /// Whether half of a block's words are there: signs of notes and what is struck out may part the others.
    fn holds_half(&self, text: &str) -> bool {
        let words = words(text);
        let found = words.windows(SHINGLE).filter(|shingle| self.shingles.contains(&hash(shingle))).count();
        words.len() > 2 * SHINGLE && found * 2 > words.len() - SHINGLE
    }

    fn holds(&self, text: &str) -> bool {
        let words = words(text);
        if words.is_empty() {
            return false;
        }
        if self.lines.contains(&hash(&words)) {
            return true;
        }
        if words.len() < SHINGLE {
            return false;
        }
        let found = words.windows(SHINGLE).filter(|shingle| self.shingles.contains(&hash(shingle))).count();
        // of a short one all must be there, in a row
        let all = words.len() - SHINGLE + 1;
        if words.len() < SHINGLE + 2 { found == all } else { found * 10 >= all * 8 }
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

fn hash(words: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

/// Numbers of the article's blocks, in order.
pub(super) fn choose(blocks: &[Block], vote: &Vote, title: Option<&str>, summaries: &[String]) -> Vec<usize> {
    let mut chosen: Vec<bool> = blocks.iter().map(|block| vote.holds(&block.text)).collect();
    for i in 1..blocks.len() {
        let beside = chosen[i - 1] && blocks[i - 1].parent == blocks[i].parent && is_prose(&blocks[i].text);
        chosen[i] |= beside && vote.holds_half(&blocks[i].text);
    }
    fill_gaps(blocks, &mut chosen);
    add_headings(blocks, &mut chosen);
    add_standfirst(blocks, &mut chosen, summaries);
    add_cited(blocks, &mut chosen);
    let heads = heads_of_posts(blocks, &chosen);
    heads.iter().for_each(|head| chosen[*head] = true);
    let comments = head_of_comments(blocks, &chosen);
    chosen[comments..].fill(false);
    let title = title.map(words);
    let mut seen = HashSet::new();
    let mut kept = Vec::new();
    // further below, who wrote and when heads a post
    let first = (0..blocks.len()).find(|i| chosen[*i] && is_prose(&blocks[*i].text)).unwrap_or(blocks.len());
    for (i, block) in blocks.iter().enumerate().filter(|(i, _)| chosen[*i]) {
        let own = words(&block.text);
        let is_link = block.linked && !is_prose(&block.text);
        // pages print the same words twice, for phones and for paper
        let is_copy = own.len() >= 6 && !seen.insert(hash(&own));
        let is_head = heads.binary_search(&i).is_ok();
        let is_left_out = block.furniture || block.hidden || block.only_heads && i < first;
        if is_head || !is_left_out && !is_link && !is_copy && Some(&own) != title.as_ref() {
            kept.push(i);
        }
    }
    kept
}

/// Blocks between two chosen ones with the same parent belong to them, unless they are links.
fn fill_gaps(blocks: &[Block], chosen: &mut [bool]) {
    let mut places: HashMap<usize, (usize, usize, usize)> = HashMap::new();
    for (i, block) in blocks.iter().enumerate().filter(|(i, _)| chosen[*i]) {
        let place = places.entry(block.parent).or_insert((i, i, 0));
        place.1 = i;
        place.2 += usize::from(is_prose(&block.text));
    }
    for (i, block) in blocks.iter().enumerate() {
        let between =
            places.get(&block.parent).is_some_and(|(first, last, prose)| *prose >= 3 && (*first..*last).contains(&i));
        if between && !block.linked && !block.hidden && block.tag != Tag::Cell {
            chosen[i] = true;
        }
    }
}

/// A heading directly between two chosen blocks heads the second.
fn add_headings(blocks: &[Block], chosen: &mut [bool]) {
    for i in 1..blocks.len().saturating_sub(1) {
        let block = &blocks[i];
        if matches!(block.tag, Tag::Heading | Tag::Term)
            && !block.linked
            && !block.furniture
            && chosen[i - 1]
            && chosen[i + 1]
        {
            chosen[i] = true;
        }
    }
}

/// The summary below the headline, which the page repeats word for word in its description.
fn add_standfirst(blocks: &[Block], chosen: &mut [bool], summaries: &[String]) {
    let Some(first) = chosen.iter().position(|chosen| *chosen) else { return };
    let summaries: Vec<Vec<String>> = summaries.iter().map(|summary| words(summary)).filter(|w| w.len() >= 5).collect();
    let near = first.saturating_sub(40);
    if let Some(i) = (near..first).rev().find(|i| summaries.contains(&words(&blocks[*i].text))) {
        chosen[i] = !blocks[i].linked;
    }
}

/// Who is cited below a chosen block quotation belongs to it, however short the name.
fn add_cited(blocks: &[Block], chosen: &mut [bool]) {
    for i in 1..blocks.len() {
        chosen[i] |= blocks[i].cite && chosen[i - 1] && blocks[i].quote == blocks[i - 1].quote;
    }
}

/// The times above the posts of a liveblog, where there are several: they tell one post from the next.
fn heads_of_posts(blocks: &[Block], chosen: &[bool]) -> Vec<usize> {
    /// blocks between a time and the words of its post: who wrote it, how to share it
    const BETWEEN: usize = 4;
    let is_time = |i: &usize| is_head(&blocks[*i].text) && !blocks[*i].hidden;
    let heads_post = |i: &usize| {
        let below = i + 1..blocks.len().min(i + 1 + BETWEEN);
        below.take_while(|k| !is_time(k)).any(|k| chosen[k] && !blocks[k].furniture)
    };
    let heads: Vec<usize> = (0..blocks.len()).filter(is_time).filter(heads_post).collect();
    if heads.len() > 1 { heads } else { Vec::new() }
}

/// The heading below which readers write, or the number of all: it stands below the article.
pub(super) fn head_of_comments(blocks: &[Block], chosen: &[bool]) -> usize {
    let Some(first) = (0..blocks.len()).find(|i| chosen[*i] && is_prose(&blocks[*i].text)) else { return blocks.len() };
    let is_head = |block: &Block| {
        let paragraph = paragraphs(&block.text);
        block.tag == Tag::Heading && parts(&block.text, &paragraph) == [Part::Furniture("head of comments")]
    };
    (first..blocks.len()).find(|i| is_head(&blocks[*i])).unwrap_or(blocks.len())
}

/// Without the paragraphs that say themselves that they are furniture.
pub(super) fn without_furniture(blocks: &[Block], kept: Vec<usize>) -> Vec<usize> {
    let mut text = String::new();
    let mut starts = Vec::new();
    for i in &kept {
        starts.push(text.len());
        text.push_str(&blocks[*i].text);
        text.push_str("\n\n");
    }
    let (found, posts) = posts(&text, paragraphs(&text));
    let heads_post = |n: usize| posts[n] > n.checked_sub(1).map_or(0, |before| posts[before]);
    let dropped: HashSet<usize> = found
        .iter()
        .zip(parts(&text, &found))
        .enumerate()
        .filter(|(n, (_, part))| matches!(part, Part::Furniture(_) | Part::Caption(_)) && !heads_post(*n))
        .map(|(_, (paragraph, _))| starts.partition_point(|start| *start <= paragraph.start) - 1)
        .collect();
    kept.into_iter().enumerate().filter(|(n, _)| !dropped.contains(n)).map(|(_, i)| i).collect()
}
