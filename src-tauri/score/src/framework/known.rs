//! The frameworks as their authors published them.

use super::{Definition, Framework, Input};

pub(super) static DEFINITIONS: [Definition; 9] = [
    Definition {
        framework: Framework::Rice,
        name: "RICE",
        about: "How much good it does to how many, for how much work.",
        method: "reach × impact × confidence ÷ effort",
        version: "rice/1",
        text: "value = reach * impact * confidence / effort\n",
        points: "RICE points",
        source: "Sean McBride, “RICE: Simple prioritization for product managers”, Intercom, 2018",
        inputs: &RICE,
    },
    Definition {
        framework: Framework::IceMean,
        name: "ICE, mean",
        about: "A quick order of many small ideas; one high input can carry an idea.",
        method: "(impact + confidence + ease) ÷ 3",
        version: "ice-mean/1",
        text: "value = (ice_impact + ice_confidence + ice_ease) / 3\n",
        points: "ICE points",
        source: "Sean Ellis, in Ellis and Brown, “Hacking Growth”, 2017",
        inputs: &ICE_MEAN,
    },
    Definition {
        framework: Framework::IceProduct,
        name: "ICE, product",
        about: "A quick order of many small ideas; one low input sinks an idea.",
        method: "impact × confidence × ease",
        version: "ice-product/1",
        text: "value = ice_impact * ice_confidence * ice_ease\n",
        points: "ICE points",
        source: "the multiplied form that Itamar Gilad describes, “The ICE scores”, 2018",
        inputs: &ICE_PRODUCT,
    },
    Definition {
        framework: Framework::Wsjf,
        name: "WSJF",
        about: "Which job first, when waiting costs: the cost of delay for the size of the job.",
        method: "(value to customers + time criticality + risk or chance opened) ÷ job size",
        version: "wsjf/1",
        text: "value = (user_value + time_criticality + risk_reduction) / job_size\n",
        points: "WSJF points",
        source: "Donald Reinertsen, “The Principles of Product Development Flow”, 2009; the scale as in SAFe",
        inputs: &WSJF,
    },
    Definition {
        framework: Framework::Opportunity,
        name: "Opportunity",
        about: "Which needs matter and aren't met yet.",
        method: "importance + max(importance − satisfaction, 0)",
        version: "opportunity/1",
        text: "value = need_importance + max(need_importance - need_satisfaction, 0)\n",
        points: "opportunity points",
        source: "Anthony Ulwick, “Turn Customer Input into Innovation”, Harvard Business Review, January 2002",
        inputs: &OPPORTUNITY,
    },
    Definition {
        framework: Framework::Kano,
        name: "Kano",
        about: "Whether people expect it, want more of it or are delighted by it.",
        method: "how glad people are with it + how much they miss it",
        version: "kano/1",
        text: "value = functional + dysfunctional\n",
        points: "Kano points",
        source: "Noriaki Kano and others, 1984; numbers by William DuMouchel, in “Kano's Methods”, 1993",
        inputs: &KANO,
    },
    Definition {
        framework: Framework::ValueEffort,
        name: "Value for effort",
        about: "The plainest of all: what is gained for the work.",
        method: "benefit ÷ effort",
        version: "value-effort/1",
        text: "value = benefit / effort\n",
        points: "points a person-month",
        source: "the value–effort matrix as product teams use it; no single author",
        inputs: &VALUE_EFFORT,
    },
    Definition {
        framework: Framework::Weighted,
        name: "Weighted",
        about: "Several criteria side by side; how much each counts is for the workspace to say.",
        method: "mean of customer value, strategic fit, revenue, urgency and feasibility, each by its weight",
        version: "weighted/1",
        text: "value = (customer_value + strategic_fit + revenue_effect + urgency + feasibility) / 5\n",
        points: "weighted points",
        source: "the weighted sum model: Peter Fishburn, “Additive Utilities with Incomplete Product Sets”, 1967",
        inputs: &WEIGHTED,
    },
    Definition {
        framework: Framework::Moscow,
        name: "MoSCoW",
        about: "What a delivery can't do without, before a fixed date.",
        method: "must 3, should 2, could 1, won't 0",
        version: "moscow/1",
        text: "value = priority\n",
        points: "classes",
        source: "Dai Clegg, 1994; the 60 % rule from the DSDM Agile Project Framework handbook, 2014",
        inputs: &MOSCOW,
    },
];

const FROM_1_TO_10: &[(f64, &str)] =
    &[(1.0, ""), (2.0, ""), (3.0, ""), (4.0, ""), (5.0, ""), (6.0, ""), (7.0, ""), (8.0, ""), (9.0, ""), (10.0, "")];

const LIKE_FIBONACCI: &[(f64, &str)] = &[(1.0, ""), (2.0, ""), (3.0, ""), (5.0, ""), (8.0, ""), (13.0, ""), (20.0, "")];

/// What the inputs below differ from.
const POINTS: Input = Input {
    name: "",
    label: "",
    unit: "points",
    operator: "",
    least: 1.0,
    most: 10.0,
    steps: FROM_1_TO_10,
    only_steps: false,
    help: "",
    otherwise: None,
    stream: 0,
};

const EFFORT: Input = Input {
    name: "effort",
    label: "Effort",
    unit: "person-months",
    operator: "÷",
    // A little above zero, because it divides.
    least: 0.001,
    most: 10_000.0,
    steps: &[],
    help: "Work of the whole team, in months of one person.",
    stream: 3,
    ..POINTS
};

static RICE: [Input; 4] = [
    Input {
        name: "reach",
        label: "Reach",
        unit: "customers",
        least: 0.0,
        most: 1e12,
        steps: &[],
        help: "How many it reaches in the time the workspace counts in.",
        ..POINTS
    },
    Input {
        name: "impact",
        label: "Impact",
        operator: "×",
        least: 0.0,
        most: 100.0,
        steps: &[(0.25, "minimal"), (0.5, "low"), (1.0, "medium"), (2.0, "high"), (3.0, "massive")],
        help: "How much it matters to each of them.",
        stream: 1,
        ..POINTS
    },
    Input {
        name: "confidence",
        label: "Confidence",
        unit: "",
        operator: "×",
        least: 0.0,
        most: 1.0,
        steps: &[(0.5, "low"), (0.8, "medium"), (1.0, "high")],
        help: "How sure the others are. Leave it out where their ranges say it.",
        otherwise: Some(1.0),
        stream: 2,
        ..POINTS
    },
    EFFORT,
];

const ICE_IMPACT: Input = Input {
    name: "ice_impact",
    label: "Impact",
    help: "How much it would move what you want to move.",
    stream: 4,
    ..POINTS
};
const ICE_CONFIDENCE: Input = Input {
    name: "ice_confidence",
    label: "Confidence",
    help: "How sure you are of the impact, by the evidence there is.",
    stream: 5,
    ..POINTS
};
const ICE_EASE: Input =
    Input { name: "ice_ease", label: "Ease", help: "How little work it is: 10 is an afternoon.", stream: 6, ..POINTS };

static ICE_MEAN: [Input; 3] =
    [ICE_IMPACT, Input { operator: "+", ..ICE_CONFIDENCE }, Input { operator: "+", ..ICE_EASE }];

static ICE_PRODUCT: [Input; 3] =
    [ICE_IMPACT, Input { operator: "×", ..ICE_CONFIDENCE }, Input { operator: "×", ..ICE_EASE }];

const RELATIVE: Input = Input { least: 1.0, most: 100.0, steps: LIKE_FIBONACCI, ..POINTS };

static WSJF: [Input; 4] = [
    Input {
        name: "user_value",
        label: "Value to customers",
        help: "Compared with the others: the least of them is 1.",
        stream: 7,
        ..RELATIVE
    },
    Input {
        name: "time_criticality",
        label: "Time criticality",
        operator: "+",
        help: "How much is lost by waiting; a date in a contract is high.",
        stream: 8,
        ..RELATIVE
    },
    Input {
        name: "risk_reduction",
        label: "Risk or chance opened",
        operator: "+",
        help: "What it makes safer, or possible later.",
        stream: 9,
        ..RELATIVE
    },
    Input {
        name: "job_size",
        label: "Job size",
        operator: "÷",
        help: "Compared with the others: the smallest of them is 1.",
        stream: 10,
        ..RELATIVE
    },
];

static OPPORTUNITY: [Input; 2] = [
    Input {
        name: "need_importance",
        label: "Importance",
        least: 0.0,
        help: "How many of ten people say the need is important.",
        stream: 11,
        ..POINTS
    },
    Input {
        name: "need_satisfaction",
        label: "Satisfaction",
        operator: "−",
        least: 0.0,
        help: "How many of ten people are content with what they have for it.",
        stream: 12,
        ..POINTS
    },
];

static KANO: [Input; 2] = [
    Input {
        name: "functional",
        label: "With it",
        least: -2.0,
        most: 4.0,
        steps: &[(-2.0, "dislike"), (-1.0, "can live with"), (0.0, "neutral"), (2.0, "expect it"), (4.0, "like")],
        help: "How people feel when it is there.",
        stream: 13,
        ..POINTS
    },
    Input {
        name: "dysfunctional",
        label: "Without it",
        operator: "+",
        least: -2.0,
        most: 4.0,
        steps: &[(-2.0, "like"), (-1.0, "expect it"), (0.0, "neutral"), (2.0, "can live with"), (4.0, "dislike")],
        help: "How people feel when it is missing.",
        stream: 14,
        ..POINTS
    },
];

static VALUE_EFFORT: [Input; 2] = [
    Input {
        name: "benefit",
        label: "Benefit",
        help: "What it is worth, compared with the others.",
        stream: 15,
        ..POINTS
    },
    EFFORT,
];

const CRITERION: Input = Input { least: 0.0, operator: "+", ..POINTS };

static WEIGHTED: [Input; 5] = [
    Input {
        name: "customer_value",
        label: "Customer value",
        operator: "",
        help: "What customers get from it.",
        stream: 16,
        ..CRITERION
    },
    Input {
        name: "strategic_fit",
        label: "Strategic fit",
        help: "How well it serves what the company wants this year.",
        stream: 17,
        ..CRITERION
    },
    Input { name: "revenue_effect", label: "Revenue", help: "What it earns or keeps.", stream: 18, ..CRITERION },
    Input { name: "urgency", label: "Urgency", help: "What waiting costs.", stream: 19, ..CRITERION },
    Input {
        name: "feasibility",
        label: "Feasibility",
        help: "How surely and how cheaply it can be done.",
        stream: 20,
        ..CRITERION
    },
];

static MOSCOW: [Input; 1] = [Input {
    name: "priority",
    label: "Priority",
    unit: "classes",
    least: 0.0,
    most: 3.0,
    steps: &[(3.0, "must"), (2.0, "should"), (1.0, "could"), (0.0, "won't this time")],
    only_steps: true,
    help: "Must: without it the delivery makes no sense.",
    stream: 21,
    ..POINTS
}];
