//! The posts of a liveblog: who spoke in one is not who speaks in the next.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::Span;

/// Fewer times at the heads of paragraphs are a programme or a result.
const LEAST_POSTS: usize = 3;
/// Fewer posts do not go over midnight.
const LEAST_OVERNIGHT: usize = 5;

/// A time of day at the head of a paragraph, alone or before a dash: "14:05", "2.05pm BST", "3h ago 14.05 GMT", "14:05 – The port".
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:(?:Updated(?: at)?|Posted(?: at)?|\d{1,2} ?(?:h|m|hours?|min(?:ute)?s?) ago),? )?(\d{1,2})[:.h](\d\d) ?([apAP]\.?[mM]\.?)?(?: ?[A-Z]{2,4})?(?:$|[\r\n]| ?[-–—|:] )",
    )
    .expect("a valid pattern")
});

/// The number of the post that each paragraph belongs to, in the order of `paragraphs`: 0 for what stands before the first.
/// A text without posts is all 0.
pub fn posts(text: &str, paragraphs: &[Span]) -> Vec<u32> {
    let times: Vec<Option<u32>> = paragraphs.iter().map(|p| time(p.of(text))).collect();
    let told: Vec<u32> = times.iter().flatten().copied().collect();
    // equal times are in either order
    let rising = told.windows(2).filter(|pair| pair[0] < pair[1]).count();
    let falling = told.windows(2).filter(|pair| pair[0] > pair[1]).count();
    // posts follow each other in time, the newest first or last; in a longer blog one step may go over midnight
    let others = usize::from(told.len() >= LEAST_OVERNIGHT);
    let in_order = rising <= others || falling <= others;
    if told.len() < LEAST_POSTS || !in_order {
        return vec![0; paragraphs.len()];
    }
    let mut post = 0;
    let number = |time: &Option<u32>| {
        post += u32::from(time.is_some());
        post
    };
    times.iter().map(number).collect()
}

/// The time at the head of a paragraph, in minutes of the day.
fn time(paragraph: &str) -> Option<u32> {
    let found = TIME.captures(paragraph.get(..paragraph.len().min(60)).unwrap_or(paragraph))?;
    let (hour, minute): (u32, u32) = (found[1].parse().ok()?, found[2].parse().ok()?);
    let hour = match found.get(3).map(|half| half.as_str().starts_with(['p', 'P'])) {
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
        None => hour,
    };
    (hour < 25 && minute < 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::paragraphs::paragraphs;

    fn of(text: &str) -> Vec<u32> {
        posts(text, &paragraphs(text))
    }

    #[test]
    fn times_in_order_part_posts() {
        assert_eq!(
            of("Storm live\n\n14:05\nOne.\n\n13:40\nTwo.\nMore.\n\n12.55pm GMT\nThree."),
            [0, 1, 1, 2, 2, 2, 3, 3]
        );
        assert_eq!(of("08:10 – Doors open.\n\n09:15 – Talks begin.\n\n11:00 – Talks end."), [1, 2, 3]);
        // two posts of one minute, halves of the day in capitals
        assert_eq!(of("14:20\nA.\n\n14:05\nB.\n\n14:05\nC.\n\n13:50\nD."), [1, 1, 2, 2, 3, 3, 4, 4]);
        assert_eq!(of("13:50\nA.\n\n14:05\nB.\n\n14:05\nC.\n\n14:20\nD."), [1, 1, 2, 2, 3, 3, 4, 4]);
        assert_eq!(of("2:20 PM\nA.\n\n1:05 PM\nB.\n\n12:50 P.M.\nC."), [1, 1, 2, 2, 3, 3]);
        let night = "11:40pm\nA.\n\n11:50pm\nB.\n\n12:05am\nC.\n\n12:20am\nD.\n\n1:00am\nE.";
        assert_eq!(of(night), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
        // lines that were taken for those of one paragraph
        let joined = [Span::new(0, 11), Span::new(11, 22), Span::new(22, 33)];
        assert_eq!(posts("08:10\nOne. 09:15\nTwo. 11:00\nSix. ", &joined), [1, 2, 3]);
        assert_eq!(of("3h ago 14.05 BST\nOne.\n2h ago 15.10 BST\nTwo.\n1h ago 16.00 BST\nThree."), [1, 1, 2, 2, 3, 3]);
    }

    #[test]
    fn other_times_part_nothing() {
        for text in [
            "14:05\nOne.\n\n13:40\nTwo.",
            "09:15 – A boat.\n\n11:30 – A boat.\n\n10:05 – A bus.",
            "10:30\nA.\n\n9:15\nB.\n\n11:20\nC.\n\n8:00\nD.\n\n12:10\nE.",
            "At 14:05 the boat left.\n\nAt 15:00 it came.\n\nAt 16:00 it left.",
            "2:1 for Ormsay\n\n3:0 for Varnes\n\n1:1 in Marrow",
            "",
        ] {
            assert!(of(text).iter().all(|post| *post == 0), "{text}");
        }
    }
}
