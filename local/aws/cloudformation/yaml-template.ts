import { type CollectionTag, parse, type ScalarTag } from 'yaml';

/** The short forms of intrinsic functions that the project's templates use. */
const TAGS: ScalarTag[] = [
  { tag: '!Ref', resolve: (name) => ({ Ref: name }) },
  { tag: '!GetAtt', resolve: (path) => ({ 'Fn::GetAtt': splitAtFirstDot(path) }) },
  { tag: '!ImportValue', resolve: (name) => ({ 'Fn::ImportValue': name }) },
  { tag: '!Sub', resolve: (text) => ({ 'Fn::Sub': text }) },
];

/** Reads a YAML template and expands the short forms of intrinsic functions to their JSON form. */
export function parseYamlTemplate(text: string): unknown {
  return parse(text, { customTags: TAGS as (ScalarTag | CollectionTag)[] });
}

/** The name of an attribute may contain dots. */
function splitAtFirstDot(path: string): [string, string] {
  const dot = path.indexOf('.');
  return [path.slice(0, dot), path.slice(dot + 1)];
}
