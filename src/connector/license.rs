//! Licences in their order: none, basic, standard, gold, platinum, then enterprise and trial alike.

/// A licence level of the host. A host that passes none is not limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum License {
    /// No licence, or one that has expired.
    None,
    /// The free level.
    Basic,
    /// Above basic.
    Standard,
    /// Enough for Jira.
    Gold,
    /// Enough for every system.
    Platinum,
    /// Everything; a trial counts the same.
    Enterprise,
}

impl License {
    /// Reads the level by its name in lower case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "none" => Self::None,
            "basic" => Self::Basic,
            "standard" => Self::Standard,
            "gold" => Self::Gold,
            "platinum" => Self::Platinum,
            "enterprise" | "trial" => Self::Enterprise,
            _ => return None,
        })
    }

    /// The level's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Basic => "basic",
            Self::Standard => "standard",
            Self::Gold => "gold",
            Self::Platinum => "platinum",
            Self::Enterprise => "enterprise",
        }
    }
}
