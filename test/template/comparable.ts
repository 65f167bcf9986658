import type { StackTemplate } from '../../local/aws/cloudformation/stack-template.js';

/**
 * Resources without the differences that parameters require: scalars are texts, entries without projects and empty
 * lists are removed, repeated ARNs are merged and sorted, and the location of the code and the time limit of the link
 * workflow, which is the longest if the time-outs are parameters, are removed.
 */
export function comparable(template: StackTemplate): Readonly<Record<string, unknown>> {
  const entries = template.resources.map(({ logicalId, type, properties }) => {
    const { Code, ...others } = properties;
    return [logicalId, { type, properties: normal(others) }];
  });
  return Object.fromEntries(entries);
}

function normal(value: unknown): unknown {
  if (typeof value === 'string') return normalText(value);
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value)
    .map(([key, item]) => [key, key === 'Resource' ? resourceList(item) : normal(item)] as const)
    .filter(([, item]) => !Array.isArray(item) || item.length > 0);
  return Object.fromEntries(fields);
}

function resourceList(value: unknown): unknown {
  const items = [...new Set([value].flat())].map(normal).sort();
  return items.length === 1 ? items[0] : items;
}

/** Quotation marks are escaped in JSON within JSON. */
const EMPTY_ENTRY = /,\{\\*"projectId\\*":\\*"\\*",\\*"secretId\\*":\\*"[^"\\]*\\*"\}/g;
const SAFETY_NET = /"TimeoutSeconds":(90900|5400|4500)\b/;

function normalText(text: string): string {
  return text.replaceAll(EMPTY_ENTRY, '').replace(SAFETY_NET, '"TimeoutSeconds":0');
}
