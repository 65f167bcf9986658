/** CloudTrail's conversion of XML to JSON, which converts text that looks like a number or a boolean. */

/** An XML element; undefined if it is absent. */
export type XmlNode =
  | string
  | readonly XmlNode[]
  | { readonly [element: string]: XmlNode | undefined }
  | undefined;

/**
 * A single element becomes the element itself, several become an array, and a set without elements becomes an empty
 * text.
 */
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

/** A number stays text if the conversion would change it, because of leading zeros or too many digits. */
function asValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  if (/^-?(0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text)) && String(Number(text)) === text)
    return Number(text);
  if (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) && /[.eE]/.test(text) && Number.isFinite(Number(text)))
    return Number(text);
  return text;
}
