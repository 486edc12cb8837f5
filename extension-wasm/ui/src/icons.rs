//! Icons of one outline set: Lucide 1.62 (ISC, see extension/icons/LUCIDE-LICENSE), each as one path.

use leptos::prelude::*;

/// An icon. It always stands beside a word, so it has no name of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Icon {
    ArrowBack,
    Bin,
    Check,
    ChevronDown,
    Clock,
    Equal,
    Eye,
    Failed,
    Grid,
    Grip,
    Image,
    Off,
    Panel,
    Pencil,
    Plus,
    Pulse,
    Ring,
    Rows,
    Search,
    Settings,
    TrendDown,
    TrendUp,
    Undo,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::ArrowBack => "M12 19l-7-7 7-7M19 12H5",
            Self::Bin => {
                "M3 6h18M19 6v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V6M8 6V4a2 2 0 0 1 2-2h4a2 2 0 0 1 2 2v2M10 11v6M14 11v6"
            }
            Self::Check => "M2 12a10 10 0 1 0 20 0a10 10 0 1 0-20 0M16 9l-5.5 5.5L8 12",
            Self::ChevronDown => "M6 9l6 6 6-6",
            Self::Clock => "M2 12a10 10 0 1 0 20 0a10 10 0 1 0-20 0M12 6v6l4 2",
            Self::Equal => "M5 9L19 9M5 15L19 15",
            Self::Eye => {
                "M2.062 12.348a1 1 0 0 1 0-.696 10.75 10.75 0 0 1 19.876 0 1 1 0 0 1 0 .696 10.75 10.75 0 0 1-19.876 \
                 0M9 12a3 3 0 1 0 6 0a3 3 0 1 0-6 0"
            }
            Self::Failed => "M2 12a10 10 0 1 0 20 0a10 10 0 1 0-20 0M15 9l-6 6M9 9l6 6",
            Self::Grid => {
                "M4 3h5a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM15 3h5a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1h-5a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM4 14h5a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-5a1 1 0 0 1 1-1zM15 14h5a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1h-5a1 1 0 0 1-1-1v-5a1 1 0 0 1 1-1z"
            }
            Self::Grip => {
                "M8 5a1 1 0 1 0 2 0a1 1 0 1 0-2 0M8 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0M8 19a1 1 0 1 0 2 0a1 1 0 1 0-2 0M14 5a1 1 0 1 0 2 0a1 1 0 1 0-2 0M14 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0M14 19a1 1 0 1 0 2 0a1 1 0 1 0-2 0"
            }
            Self::Image => {
                "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2h-14a2 2 0 0 1-2-2v-14a2 2 0 0 1 2-2zM7 9a2 2 0 1 0 4 0a2 2 0 1 \
                 0-4 0M21 15l-3.086-3.086a2 2 0 0 0-2.828 0L6 21"
            }
            Self::Off => {
                "M10.94 5.274A7 7 0 0 1 15.71 10h1.79a4.5 4.5 0 0 1 4.222 6.057M18.796 18.81A4.5 4.5 0 0 1 17.5 19H9A7 \
                 7 0 0 1 5.79 5.78M2 2l20 20"
            }
            Self::Panel => "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2h-14a2 2 0 0 1-2-2v-14a2 2 0 0 1 2-2zM15 3v18",
            Self::Pencil => {
                "M21.174 6.812a1 1 0 0 0-3.986-3.987L3.842 16.174a2 2 0 0 0-.5.83l-1.321 4.352a.5.5 0 0 0 .623.622l4.353-\
                 1.32a2 2 0 0 0 .83-.497zM15 5l4 4"
            }
            Self::Plus => "M5 12h14M12 5v14",
            Self::Pulse => {
                "M22 12h-2.48a2 2 0 0 0-1.93 1.46l-2.35 8.36a.25.25 0 0 1-.48 0L9.24 2.18a.25.25 0 0 0-.48 0l-2.35 8.36A2 2 0 0 \
                 1 4.49 12H2"
            }
            Self::Ring => "M2 12a10 10 0 1 0 20 0a10 10 0 1 0-20 0M22 2 2 22",
            Self::Rows => "M3 12h.01M3 18h.01M3 6h.01M8 12h13M8 18h13M8 6h13",
            Self::Search => "M3 11a8 8 0 1 0 16 0a8 8 0 1 0-16 0M21 21l-4.3-4.3",
            Self::Settings => "M20 7h-9M14 17H5M14 17a3 3 0 1 0 6 0a3 3 0 1 0-6 0M4 7a3 3 0 1 0 6 0a3 3 0 1 0-6 0",
            Self::TrendDown => "M16 17h6v-6M22 17l-8.5-8.5-5 5L2 7",
            Self::TrendUp => "M16 7h6v6M22 7l-8.5 8.5-5-5L2 17",
            Self::Undo => "M9 14L4 9l5-5M4 9h10.5a5.5 5.5 0 0 1 5.5 5.5a5.5 5.5 0 0 1-5.5 5.5H11",
        }
    }

    /// Whether it points along the line, and so turns round where lines run from right to left.
    const fn turns(self) -> bool {
        matches!(self, Self::ArrowBack | Self::Panel | Self::Rows | Self::Undo)
    }
}

/// Draws an icon of 20 px in the colour of the text around it.
pub(crate) fn glyph(icon: Icon) -> AnyView {
    view! {
        <svg class="icon" class:turns=icon.turns() viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=icon.path() />
        </svg>
    }
    .into_any()
}
