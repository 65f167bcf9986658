/** The parts of AWS's XML that responses need. */

export function element(name: string, content: string): string {
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

/** A list with each entry in an element `item`. */
export function itemSet(name: string, items: readonly string[]): string {
  return element(name, items.map((item) => element('item', item)).join(''));
}

export function tagSet(tags: ReadonlyMap<string, string>): string {
  return itemSet(
    'tagSet',
    [...tags].map(([key, value]) => element('key', escapeXml(key)) + element('value', escapeXml(value))),
  );
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
