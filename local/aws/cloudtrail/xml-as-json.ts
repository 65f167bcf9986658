/** What CloudTrail makes of the XML of EC2 calls: text that looks like something else becomes something else. */

/** Undefined: no element. */
export type XmlNode =
  | string
  | readonly XmlNode[]
  | { readonly [element: string]: XmlNode | undefined }
  | undefined;

/** One element is the element itself, several are an array, and a set without elements is an empty text. */
export function xmlAsJson(node: XmlNode): unknown {
  if (typeof node === 'string') return asValue(node);
  if (node === undefined) return undefined;
  if (isList(node))
    return node.length === 1 ? xmlAsJson(node[0]) : node.length === 0 ? '' : node.map(xmlAsJson);
  const present = Object.entries(node).filter(([, inside]) => inside !== undefined);
  return Object.fromEntries(present.map(([name, inside]) => [name, xmlAsJson(inside)]));
}

function isList(node: Exclude<XmlNode, string | undefined>): node is readonly XmlNode[] {
  return Array.isArray(node);
}

/** A number keeps its text where the text would not come back: leading zeros, more digits than are exact. */
function asValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  if (/^-?(0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text)) && String(Number(text)) === text)
    return Number(text);
  if (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) && /[.eE]/.test(text) && Number.isFinite(Number(text)))
    return Number(text);
  return text;
}
