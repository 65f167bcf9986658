import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type AtlasHub, AtlasPrivateLinkMember, type MemberParts } from '../../../lib/index.js';

export const HUB: AtlasHub = {
  account: '111122223333',
  region: 'eu-west-1',
  organizationId: 'o-a1b2c3d4e5',
  tagKeys: ['atlas', 'team'],
};

/** @param context feature flags */
export function memberTemplate(
  hub: AtlasHub = HUB,
  parts?: MemberParts,
  context: Record<string, unknown> = {},
): Template {
  const stack = new Stack(new App({ context }), 'Test');
  new AtlasPrivateLinkMember(stack, 'Member', { hub, ...(parts === undefined ? {} : { parts }) });
  return Template.fromStack(stack);
}

// biome-ignore lint/suspicious/noExplicitAny: templates are JSON of many shapes
export type Json = any;

/** Texts with references in braces: `arn:{AWS::Partition}:iam::…`. */
export function flat(value: Json): Json {
  if (Array.isArray(value)) return value.map(flat);
  if (typeof value !== 'object' || value === null) return value;
  if (value['Fn::Join'] !== undefined) return value['Fn::Join'][1].map(flat).join(value['Fn::Join'][0]);
  if (value.Ref !== undefined) return `{${value.Ref}}`;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, flat(item)]));
}

export function propertiesOf(template: Template, type: string): Json[] {
  return Object.values(template.findResources(type)).map(({ Properties }) => flat(Properties));
}
