//! The maker's name inside the product's name: one that the shop lists among its makers, or one that everybody knows.

use crate::find::Find;
use std::ops::Range;

use super::words::flag;
use super::zones::Zones;
use crate::lower_case::lower_case;
use crate::page::{Name, PageEvidence, Tag};

/// Makers whose names mean nothing else in the names of products, lower-case, parted by `|`.
const KNOWN: &str = "\
acer|adidas|alessi|amazfit|anker|apple|arc'teryx|aruba|artemide|ariete|asics|asrock|asus|audio-technica|\
barbie|beko|belkin|benq|beurer|birkenstock|bissell|black+decker|blackberry|bosch|bose|braun|breville|brita|brother|bugaboo|burberry|\
calvin klein|canon|cannondale|carhartt|cartier|casio|caterpillar|chicco|cisco|citizen|clarks|columbia|converse|corsair|crocs|crucial|cybex|\
d-link|daewoo|daikin|dell|delonghi|de'longhi|denon|dewalt|diesel|dji|dolce & gabbana|dr. martens|ducati|duracell|dyson|\
ecco|einhell|electrolux|energizer|epson|ericsson|estee lauder|estée lauder|fila|fischer-price|fisher-price|fiskars|fitbit|\
fjällräven|fossil|fujifilm|fujitsu|funko|garmin|gigabyte|gillette|gopro|gorenje|graco|grohe|grundig|gucci|guess|\
haier|hama|hansgrohe|harman kardon|hasbro|havaianas|hikvision|hisense|hitachi|honeywell|honor|hoover|hot wheels|hp|hpe|htc|huawei|\
hugo boss|husqvarna|hyperx|hyundai|ibm|iittala|indesit|intel|jabra|jbl|jack & jones|jack wolfskin|john deere|jura|jvc|\
kärcher|karcher|kawasaki|kenwood|keurig|kingston|kitchenaid|kodak|krups|kyocera|lacoste|lavazza|le creuset|leatherman|lego|\
lenovo|levi's|lexmark|lg|linksys|logitech|louis poulsen|l'oréal|lowepro|makita|mammut|marshall|maserati|mattel|maxxis|maybelline|\
merrell|michael kors|michelin|microsoft|miele|milwaukee|mitsubishi|mizuno|moleskine|montblanc|motorola|moulinex|msi|\
nespresso|nescafé|netgear|new balance|nike|nikon|nintendo|nivea|nokia|nvidia|oakley|olympus|omron|oneplus|onkyo|oppo|oral-b|osprey|osram|\
panasonic|pandora|panini|patagonia|peugeot|philips|pioneer|playmobil|polaroid|poco|prada|pringles|puma|\
quiksilver|ralph lauren|ravensburger|ray-ban|razer|realme|reebok|remington|rimowa|roborock|rolex|roomba|rowenta|ryobi|\
salomon|samsonite|samsung|sandisk|saucony|scarpa|schleich|schwinn|seagate|segway|seiko|sennheiser|sharp|shimano|shure|siemens|skechers|\
smeg|sonos|sony|spalding|speedo|stanley|stihl|stokke|sunbeam|suunto|suzuki|swarovski|swatch|synology|tag heuer|tamron|tchibo|tcl|tefal|\
teufel|texas instruments|the north face|thermomix|thule|timberland|tissot|tom dixon|tommy hilfiger|tomtom|toshiba|tp-link|\
ubiquiti|umbro|under armour|uniqlo|valentino|vans|varta|vaude|versace|victorinox|viewsonic|villeroy & boch|vitamix|vitra|vivo|vtech|\
wacom|wahl|weber|western digital|whirlpool|wilson|wilton|wmf|wüsthof|xerox|xiaomi|yamaha|yonex|zanussi|zebra|zte|zwilling|zyxel";

/// Where the makers of each letter begin in [`KNOWN`], and where those of z end; the compiler refuses another order.
static SECTIONS: [u16; 27] = sections();

#[allow(clippy::cast_possible_truncation)]
const fn sections() -> [u16; 27] {
    let bytes = KNOWN.as_bytes();
    let mut sections = [bytes.len() as u16; 27];
    let (mut letter, mut at) = (0, 0);
    while at < bytes.len() {
        if at == 0 || bytes[at - 1] == b'|' {
            let own = (bytes[at] - b'a') as usize;
            assert!(own + 1 >= letter && own < 26, "makers stand in the order of their first letters");
            while letter <= own {
                sections[letter] = at as u16;
                letter += 1;
            }
        }
        at += 1;
    }
    sections
}

/// Folders in which shops keep all products of a maker, one below for each.
const MAKER_FOLDERS: &str = "\
    brand|brands|manufacturer|manufacturers|marke|marken|hersteller|marque|marques|marca|marcas|producent|\
    designer|designers|vendors|znacka";

/// Words after which a name says what the thing fits, not who made it.
const FOR: &str = "for|fits|with|compatible|für|passend|mit|pour|compatible avec|para|per|voor|til|för|dla|pro|для|pre";

/// The maker in a name, with points.
pub(super) fn maker_in<'n>(listed: &[String], name: &'n str) -> Option<(&'n str, i32)> {
    let lower = lower_case(name);
    if lower.len() != name.len() {
        return None;
    }
    let found = first(listed, &lower).map(|range| (range, 46));
    let found = found.or_else(|| known(&lower).map(|range| (range, 40)))?;
    let before = lower.get(..found.0.start)?;
    let fits = before.parts_at(|c| !c.is_alphanumeric()).any(|word| word.is_one_of(FOR));
    if fits { None } else { Some((name.get(found.0)?, found.1)) }
}

/// The first known maker in a lower-case name, the longest of those that stand there.
fn known(name: &str) -> Option<Range<usize>> {
    name.bytes().enumerate().find_map(|(at, letter)| {
        let letter = letter.checked_sub(b'a').filter(|letter| *letter < 26)?;
        let (_, rest) = name.split_at_checked(at).filter(|(before, _)| !before.ends(char::is_alphanumeric))?;
        let section =
            usize::from(*SECTIONS.get(usize::from(letter))?)..usize::from(*SECTIONS.get(usize::from(letter) + 1)?);
        let stands = |maker: &&str| rest.strip_prefix(*maker).is_some_and(|rest| !rest.begins(char::is_alphanumeric));
        let longest = KNOWN.get(section)?.parts("|").filter(stands).map(str::len).max()?;
        Some(at..at + longest)
    })
}

/// Where a maker's name stands in a lower-case name, as words of its own.
fn place(name: &str, maker: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(found) = name.get(from..)?.first_place(maker) {
        let range = from + found..from + found + maker.len();
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let before = name.get(..range.start)?.chars().next_back();
        let after = name.get(range.end..)?.chars().next();
        if !word(before) && !word(after) {
            return Some(range);
        }
        from = range.end;
    }
    None
}

/// Where a listed maker stands in a lower-case name; the first in the name, the longest of those.
fn first(listed: &[String], name: &str) -> Option<Range<usize>> {
    let mut best: Option<Range<usize>> = None;
    for maker in listed {
        if let Some(range) = place(name, maker)
            && best.as_ref().is_none_or(|known| (range.start, known.end) < (known.start, range.end))
        {
            best = Some(range);
        }
    }
    best
}

/// Makers that the shop's own list of makers links to or offers, lower-case.
pub(super) fn listed(page: &PageEvidence, zones: &Zones) -> Vec<String> {
    let mut makers = Vec::new();
    let mut choosing = 0;
    for (at, node) in page.nodes().iter().enumerate() {
        let is_listed = match node.tag {
            Tag::Select => {
                let named = [Name::NameAttr, Name::Id, Name::Class]
                    .iter()
                    .any(|name| page.attribute(at, *name).is_some_and(names_makers));
                choosing = if named { node.end as usize } else { choosing };
                false
            }
            Tag::Option => at < choosing,
            Tag::A => {
                page.attribute(at, Name::Href).is_some_and(leads_to_maker) && zones.around(at) & flag::REVIEW == 0
            }
            _ => false,
        };
        if !is_listed || page.below(at).len() > 6 {
            continue;
        }
        let mut text = lower_case(&page.joined_text(at, 60));
        if text.is_empty() {
            text = lower_case(page.below(at).find_map(|below| page.attribute(below, Name::Alt)).unwrap_or(""));
        }
        if text.chars().nth(1).is_some() && !text.bytes().all(|b| b.is_ascii_digit()) {
            makers.push(text);
        }
    }
    makers
}

fn names_makers(name: &str) -> bool {
    super::words::flags_of(name) & flag::BRAND != 0
}

/// The address leads to all products of a maker: one of its folders says so.
pub(super) fn leads_to_maker(href: &str) -> bool {
    let path = href.as_bytes();
    // Each link of the page comes by here.
    let ends = |b: u8| matches!(b, b'/' | b'?');
    let (mut start, mut has_host, mut leads) = (0, false, false);
    while let Some(len) = path.get(start..).and_then(|rest| rest.iter().position(|b| ends(*b))) {
        let at = start + len;
        // What stands before the host is none of its folders.
        if !has_host
            && path.get(at..at + 2) == Some(b"//")
            && at.checked_sub(1).and_then(|at| path.get(at)) == Some(&b':')
        {
            (start, has_host, leads) = (at + 2, true, false);
            continue;
        }
        let folder = path.get(start..at).unwrap_or_default();
        start = at + 1;
        leads |= (5..=13).contains(&len)
            && path.get(start).is_some_and(|next| !ends(*next))
            && MAKER_FOLDERS.parts("|").any(|known| known.as_bytes().eq_ignore_ascii_case(folder));
        if leads && has_host {
            break;
        }
    }
    leads
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_leads_to_a_maker_has_a_folder_for_it() {
        for (href, want) in [
            ("/brands/riess", true),
            ("https://a.example/lat/Brand/RIESS/?cat=1", true),
            ("/collections/vendors?q=Riess", true),
            ("/manufacturer/riess_4.html", true),
            ("/brands/", false),
            ("/brand-new-kettle", false),
            ("https://brand.example/kettle", false),
        ] {
            assert_eq!(leads_to_maker(href), want, "{href}");
        }
    }

    #[test]
    fn a_known_maker_is_found_in_a_name_but_not_what_the_thing_fits() {
        let page = PageEvidence::default();
        let zones = Zones::read(&page);
        for (name, want) in [
            ("Samsung Galaxy S9 64 GB", Some("Samsung")),
            ("Smartphone XIAOMI Redmi 13", Some("XIAOMI")),
            ("Hülle für Samsung Galaxy", None),
            ("Applesauce with Honey", None),
            ("The North Face Jacket", Some("The North Face")),
            ("Wooden chair", None),
        ] {
            assert_eq!(maker_in(&listed(&page, &zones), name).map(|found| found.0), want, "{name}");
        }
    }
}
