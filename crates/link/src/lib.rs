//! Claims of many documents to incidents.
