//! What was acknowledged is there after a kill and after the power was cut.

mod harness;
