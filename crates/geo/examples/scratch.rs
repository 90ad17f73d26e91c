//! Scratch.
use casus_nlp::{Engine, Reader}; use casus_model::Span;
fn main(){let a:Vec<String>=std::env::args().collect();let e=Engine::load(&std::fs::read("/tmp/farm/data/en_core_web_sm.pack").unwrap()).unwrap();let t=std::fs::read_to_string(&a[1]).unwrap();let mut st=0;let mut ps=vec![];for p in t.split_inclusive('\n'){let en=st+p.trim_end().len();if en>st{ps.push(Span::new(st,en))}st+=p.len();}
for s in Reader::new(&e).read(&t,&ps){let tx=s.span.of(&t);if !tx.contains(a[2].as_str()){continue}println!("{tx}\n  {:?}\n  {:?}",s.entities.iter().map(|e|(e.label.as_str(),s.tokens[e.start as usize].span.cover(s.tokens[e.end as usize-1].span).of(&t))).collect::<Vec<_>>(),s.tokens.iter().map(|k|format!("{}/{}/{}",k.span.of(&t),k.tag.as_str(),k.dep.as_str())).collect::<Vec<_>>().join(" "));}}
