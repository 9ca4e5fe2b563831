//! Invented names: customers, people, carriers, places. The parts are common words; no pair is meant to be anybody.

use super::dice::Dice;

const FIRST: [&str; 24] = [
    "Brackwater",
    "Oakhelm",
    "Tarnfold",
    "Sallowby",
    "Hexmoor",
    "Quernstead",
    "Lindrath",
    "Fenwhistle",
    "Gorsewell",
    "Marlowick",
    "Thistleby",
    "Ravensk",
    "Dunmarrow",
    "Elverholt",
    "Kettlemoor",
    "Ostervik",
    "Pellandine",
    "Wyrmbrook",
    "Stavrenholm",
    "Corrowdale",
    "Vintrask",
    "Larkmere",
    "Hollinsend",
    "Ambersley",
];

/// Trades; true where the goods are chilled.
const SECOND: [(&str, bool); 20] = [
    ("Timber", false),
    ("Dairy", true),
    ("Tiles", false),
    ("Cycles", false),
    ("Seafood", true),
    ("Paper", false),
    ("Lighting", false),
    ("Garden", false),
    ("Glass", false),
    ("Tools", false),
    ("Fine Foods", true),
    ("Textiles", false),
    ("Pumps", false),
    ("Furniture", false),
    ("Plastics", false),
    ("Books", false),
    ("Bearings", false),
    ("Flooring", false),
    ("Toys", false),
    ("Pharma Supply", true),
];

/// The customer at `position` (all different up to 480), and whether its goods are chilled.
pub fn company(position: usize) -> (String, bool) {
    let round = position / FIRST.len();
    let first = FIRST.get(position % FIRST.len()).copied().unwrap_or_default();
    let (second, chilled) = SECOND.get((position * 7 + round * 3) % SECOND.len()).copied().unwrap_or_default();
    (format!("{first} {second}"), chilled)
}

const GIVEN: [&str; 72] = [
    "Ada", "Aino", "Alix", "Amara", "Anselm", "Anton", "Astrid", "Bela", "Birgit", "Bram", "Camille", "Carla",
    "Ciaran", "Clea", "Dagny", "Dario", "Dilan", "Edda", "Eamon", "Elif", "Emeka", "Enzo", "Farah", "Finn", "Frieda",
    "Gesa", "Gio", "Greta", "Hanne", "Henrik", "Ida", "Ilse", "Imre", "Ines", "Ivo", "Jana", "Jens", "Joost", "Judit",
    "Kaja", "Kofi", "Lars", "Lena", "Lio", "Luc", "Maeve", "Malik", "Marta", "Mats", "Mira", "Nadia", "Nils", "Noor",
    "Odile", "Oskar", "Paola", "Per", "Petra", "Rafa", "Rhea", "Rune", "Sanna", "Selma", "Sven", "Tess", "Tove", "Uwe",
    "Vera", "Wim", "Yara", "Yusuf", "Zoe",
];

const FAMILY: [&str; 64] = [
    "Abel",
    "Adeyo",
    "Alder",
    "Arend",
    "Baptist",
    "Barrow",
    "Bexley",
    "Brandt",
    "Calder",
    "Carvalho",
    "Dahl",
    "Dekker",
    "Demir",
    "Doyle",
    "Eklund",
    "Engel",
    "Farkas",
    "Faure",
    "Fenn",
    "Ferro",
    "Gallo",
    "Grieve",
    "Hagen",
    "Halloran",
    "Hartog",
    "Holt",
    "Ilves",
    "Jansen",
    "Juhl",
    "Kaplan",
    "Keane",
    "Kessler",
    "Kovacs",
    "Lachance",
    "Laine",
    "Lindqvist",
    "Lowe",
    "Marchetti",
    "Maurer",
    "Mbeki",
    "Moreau",
    "Nakata",
    "Nørgaard",
    "Okoye",
    "Olsen",
    "Pascoe",
    "Petit",
    "Pohl",
    "Quist",
    "Rahimi",
    "Renner",
    "Rossi",
    "Sauter",
    "Silva",
    "Sørli",
    "Stein",
    "Tamm",
    "Thorne",
    "Ueda",
    "Varga",
    "Vogel",
    "Weiss",
    "Wolters",
    "Zeller",
];

/// Given and family name.
pub fn person(dice: &mut Dice) -> (&'static str, &'static str) {
    (dice.word(&GIVEN), dice.word(&FAMILY))
}

/// A colleague's given name.
pub fn mate(dice: &mut Dice) -> &'static str {
    dice.word(&GIVEN)
}

/// Lower case without the letters that an address can't hold.
pub fn plain_letters(name: &str) -> String {
    name.to_lowercase().replace('ø', "o").replace(' ', "")
}

pub const CARRIERS: [&str; 8] = [
    "Haldrick Road Freight",
    "Carrowlane",
    "Nordmarl Express",
    "Brennick Logistics",
    "Westerquill Haulage",
    "Orvell Transit",
    "Trevane Parcel",
    "Sundmark Lines",
];

pub const TOWNS: [&str; 20] = [
    "Rotterdam",
    "Lyon",
    "Leeds",
    "Porto",
    "Gdansk",
    "Graz",
    "Malmö",
    "Bilbao",
    "Ghent",
    "Turin",
    "Brno",
    "Aarhus",
    "Cork",
    "Lille",
    "Bremen",
    "Tampere",
    "Zaragoza",
    "Linz",
    "Utrecht",
    "Györ",
];

/// In English and German.
pub const COUNTRIES: [(&str, &str); 10] = [
    ("Norway", "Norwegen"),
    ("Greece", "Griechenland"),
    ("Ireland", "Irland"),
    ("Serbia", "Serbien"),
    ("Hungary", "Ungarn"),
    ("Croatia", "Kroatien"),
    ("Iceland", "Island"),
    ("Malta", "Malta"),
    ("Portugal", "Portugal"),
    ("Estonia", "Estland"),
];

pub const BROWSERS: [&str; 4] = ["Firefox", "Chrome", "Safari", "Edge"];
