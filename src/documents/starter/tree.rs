//! A part of a Word file as a tree, to be put in order and written again.
//!
//! Text and values stay as they are escaped. Must never be shown a file from outside: what people send goes through
//! the template's own package layer, which has limits.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Uncanonical;

const DEPTH_MAX: usize = 200;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Element {
    /// With its prefix, as in `w:p`.
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub fn new(name: &str, attributes: &[(&str, &str)]) -> Self {
        let attributes = attributes
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Self {
            name: name.to_owned(),
            attributes: attributes.collect(),
            children: Vec::new(),
        }
    }

    pub fn read(xml: &str) -> Result<Self, Uncanonical> {
        let mut reader = Reader::from_str(xml);
        // The element above all others holds the root.
        let mut open = vec![Self::default()];
        loop {
            let event = reader
                .read_event()
                .map_err(|error| Uncanonical::Malformed(error.to_string()))?;
            match event {
                Event::Start(start) => {
                    if open.len() > DEPTH_MAX {
                        return Err(Uncanonical::Malformed(format!("глубже {DEPTH_MAX} уровней")));
                    }
                    open.push(started(&start)?);
                }
                Event::Empty(start) => put(&mut open, Node::Element(started(&start)?)),
                Event::End(_) => {
                    if let Some(closed) = open.pop() {
                        put(&mut open, Node::Element(closed));
                    }
                }
                Event::Text(text) => put(&mut open, Node::Text(utf8(&text)?)),
                Event::GeneralRef(entity) => put(&mut open, Node::Text(format!("&{};", utf8(&entity)?))),
                Event::CData(data) => {
                    let escaped = data
                        .escape()
                        .map_err(|error| Uncanonical::Malformed(error.to_string()))?;
                    put(&mut open, Node::Text(utf8(&escaped)?));
                }
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
                Event::Eof => break,
            }
        }
        let above = (open.len() == 1).then(|| open.pop()).flatten();
        above
            .and_then(|above| above.children.into_iter().find_map(Node::into_element))
            .ok_or_else(|| Uncanonical::Malformed("текст обрывается".to_owned()))
    }

    pub fn write(&self) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        self.write_to(&mut out);
        out
    }

    fn write_to(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            for piece in [" ", name, "=\"", value, "\""] {
                out.push_str(piece);
            }
        }
        if self.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for child in &self.children {
            match child {
                Node::Element(element) => element.write_to(out),
                Node::Text(text) => out.push_str(text),
            }
        }
        for piece in ["</", &self.name, ">"] {
            out.push_str(piece);
        }
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    pub fn set(&mut self, name: &str, value: &str) {
        match self.attributes.iter_mut().find(|(own, _)| own == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.attributes.push((name.to_owned(), value.to_owned())),
        }
    }

    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|child| child.name == name)
    }

    /// The child of that name, put in at the end where there is none.
    pub fn child_or_new(&mut self, name: &str) -> &mut Self {
        let at = self
            .children
            .iter()
            .position(|child| matches!(child, Node::Element(element) if element.name == name))
            .unwrap_or_else(|| {
                self.children.push(Node::Element(Self::new(name, &[])));
                self.children.len() - 1
            });
        match &mut self.children[at] {
            Node::Element(element) => element,
            Node::Text(_) => unreachable!("the child found or put in is an element"),
        }
    }

    /// Every element of the tree, this one first, in the order in which they begin.
    pub fn each(&self, act: &mut impl FnMut(&Self)) {
        act(self);
        for child in self.elements() {
            child.each(act);
        }
    }

    /// Every element of the tree, the innermost first, in the order in which they end.
    pub fn each_mut(&mut self, act: &mut impl FnMut(&mut Self)) {
        for child in &mut self.children {
            if let Node::Element(element) = child {
                element.each_mut(act);
            }
        }
        act(self);
    }

    /// Drops the elements inside that are so.
    pub fn drop_where(&mut self, so: &impl Fn(&Self) -> bool) {
        self.each_mut(&mut |element| {
            element
                .children
                .retain(|child| !matches!(child, Node::Element(element) if so(element)));
        });
    }
}

impl Node {
    fn into_element(self) -> Option<Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Text(_) => None,
        }
    }
}

fn put(open: &mut [Element], node: Node) {
    let Some(holder) = open.last_mut() else { return };
    match (holder.children.last_mut(), node) {
        (Some(Node::Text(before)), Node::Text(text)) => before.push_str(&text),
        (_, node) => holder.children.push(node),
    }
}

fn started(start: &BytesStart<'_>) -> Result<Element, Uncanonical> {
    let mut element = Element::new(&utf8(start.name().as_ref())?, &[]);
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| Uncanonical::Malformed(error.to_string()))?;
        // Values are written between double quotes.
        let value = utf8(&attribute.value)?.replace('"', "&quot;");
        element.attributes.push((utf8(attribute.key.as_ref())?, value));
    }
    Ok(element)
}

fn utf8(bytes: &[u8]) -> Result<String, Uncanonical> {
    String::from_utf8(bytes.to_vec()).map_err(|_| Uncanonical::Malformed("текст не в кодировке UTF-8".to_owned()))
}
