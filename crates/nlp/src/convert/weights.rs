//! The networks' weights, taken out of thinc's serialised models, and the moves of the transition systems.

use serde_json::Value as Json;

use super::ConvertError;
use super::msgpack::{self, Value};
use crate::pack::Writer;

const BAD: ConvertError = ConvertError::Content("the weights");

/// One node of a serialised network.
struct Node<'v, 'a> {
    name: &'a str,
    attributes: &'v Value<'a>,
    params: &'v Value<'a>,
}

impl Node<'_, '_> {
    fn param(&self, name: &str) -> Result<Vec<f32>, ConvertError> {
        self.params.get(name).and_then(Value::floats).ok_or(BAD)
    }

    fn number(&self, attribute: &str) -> Result<u64, ConvertError> {
        let Some(Value::Bytes(packed)) = self.attributes.get(attribute) else { return Err(BAD) };
        msgpack::read(packed).and_then(|value| value.number()).ok_or(BAD)
    }
}

/// The nodes in the order the network is walked.
fn nodes<'v, 'a>(model: &'v Value<'a>) -> Option<Vec<Node<'v, 'a>>> {
    let list = |key| model.get(key).and_then(Value::list);
    let (nodes, attributes, params) = (list("nodes")?, list("attrs")?, list("params")?);
    if nodes.len() != attributes.len() || nodes.len() != params.len() {
        return None;
    }
    let parts = nodes.iter().zip(attributes).zip(params);
    parts
        .map(|((node, attributes), params)| {
            Some(Node { name: node.get("name")?.text()?, attributes, params })
        })
        .collect()
}

fn named<'n, 'v, 'a>(
    nodes: &'n [Node<'v, 'a>],
    name: &'static str,
) -> impl Iterator<Item = &'n Node<'v, 'a>> {
    nodes.iter().filter(move |node| node.name == name)
}

/// An encoder: its embedding tables, the layer that mixes them, the window layers.
pub(super) fn write_encoder(model: &[u8], features: usize, writer: &mut Writer) -> Result<(), ConvertError> {
    let model = msgpack::read(model).ok_or(BAD)?;
    let nodes = nodes(&model).ok_or(BAD)?;
    if named(&nodes, "hashembed").count() != features {
        return Err(BAD);
    }
    for table in named(&nodes, "hashembed") {
        let values = table.param("E")?;
        writer.number(table.number("seed")? as usize);
        writer.number(values.len() / crate::encoder::WIDTH);
        writer.floats(&values);
    }
    for (layer, norm) in named(&nodes, "maxout").zip(named(&nodes, "layernorm")) {
        writer.floats(&layer.param("W")?);
        writer.floats(&layer.param("b")?);
        writer.floats(&norm.param("G")?);
        writer.floats(&norm.param("b")?);
    }
    Ok(())
}

/// The tagger: labels and one linear layer.
pub(super) fn write_tagger(config: &[u8], model: &[u8], writer: &mut Writer) -> Result<(), ConvertError> {
    let config: Json = serde_json::from_slice(config).map_err(|_| BAD)?;
    let labels = config["labels"].as_array().ok_or(BAD)?;
    let labels: Option<Vec<&str>> = labels.iter().map(Json::as_str).collect();
    writer.texts(&labels.ok_or(BAD)?);
    let model = msgpack::read(model).ok_or(BAD)?;
    let nodes = nodes(&model).ok_or(BAD)?;
    let layer = named(&nodes, "softmax").next().ok_or(BAD)?;
    writer.floats(&layer.param("W")?);
    writer.floats(&layer.param("b")?);
    Ok(())
}

/// A transition system's network: the layer that narrows words, the shares of words by place, the scores.
pub(super) fn write_network(model: &[u8], writer: &mut Writer) -> Result<(), ConvertError> {
    let model = msgpack::read(model).ok_or(BAD)?;
    let refs = model.get("nodes").and_then(|nodes| nodes.list()?.first()?.get("refs")).ok_or(BAD)?;
    let upper = refs.get("upper").and_then(Value::number).ok_or(BAD)? as usize;
    let nodes = nodes(&model).ok_or(BAD)?;
    let upper = nodes.get(upper).ok_or(BAD)?;
    let reduce = named(&nodes, "linear").filter(|node| !std::ptr::eq(*node, upper)).last().ok_or(BAD)?;
    let lower = named(&nodes, "precomputable_affine").next().ok_or(BAD)?;
    for (node, param) in
        [(reduce, "W"), (reduce, "b"), (lower, "W"), (lower, "pad"), (lower, "b"), (upper, "W"), (upper, "b")]
    {
        writer.floats(&node.param(param)?);
    }
    Ok(())
}

/// The moves in the order of their scores: by kind, then by falling frequency and falling label. Kinds are
/// written counting from zero; `first` is the number of the first one the system uses.
pub(super) fn write_moves(moves: &[u8], first: u8, writer: &mut Writer) -> Result<(), ConvertError> {
    let moves = msgpack::read(moves).ok_or(BAD)?;
    let moves = moves.get("moves").and_then(Value::text).ok_or(BAD)?;
    let moves: Json = serde_json::from_str(moves).map_err(|_| BAD)?;
    let mut ordered = Vec::new();
    for kind in first..first + 5 {
        let labels = moves[kind.to_string()].as_object().ok_or(BAD)?;
        let mut labels: Vec<(u64, &str)> =
            labels.iter().map(|(label, frequency)| (frequency.as_u64().unwrap_or(0), &**label)).collect();
        labels.sort_unstable();
        ordered.extend(labels.into_iter().rev().map(|(_, label)| (kind - first, label)));
    }
    writer.number(ordered.len());
    for (kind, label) in ordered {
        writer.byte(kind);
        writer.text(label);
    }
    Ok(())
}
