/** Member templates as those of the version before this one, and of versions after it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DEFAULT_NAMESPACE,
  heartbeatRuleName,
  MEMBER_VERSION,
  memberRuleName,
} from '../../lambda/contract/members.js';
import type { WorldOptions } from '../../local/world.js';

interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template, which is changed in place
  readonly Properties: any;
}

interface Template {
  readonly Resources: Record<string, Resource>;
}

export type AmendedTemplate = (template: Template) => void;

/** What the first templates of members, before version 1 was complete, did not have. */
const LATER_STATEMENTS = ['CountDeadLetters', 'ReadRules', 'ReadTrails'];

/** An earlier template: fewer permissions, and no rule for the endpoints of stacks. */
export function olderTemplate({ Resources }: Template): void {
  for (const { Properties } of ofType(Resources, 'AWS::IAM::Policy')) {
    const { PolicyDocument } = Properties;
    PolicyDocument.Statement = PolicyDocument.Statement.filter(
      ({ Sid }: { Sid: string }) => !LATER_STATEMENTS.includes(Sid),
    );
  }
  for (const [id, { Properties }] of Object.entries(Resources))
    if (Properties.Name === memberRuleName(DEFAULT_NAMESPACE, 'stack')) delete Resources[id];
}

/** Type of an event that only later templates forward. */
export const LATER_EVENT = { source: 'aws.ec2', 'detail-type': 'EC2 Event Of A Later Template' };
export const LATER_TAG = 'atlas-privatelink:of-a-later-template';

/** A later template: fields, tags, permissions and a rule that this hub does not know. */
export function newerTemplate(version: number): AmendedTemplate {
  return ({ Resources }) => {
    amendDescription(Resources, version);
    amendRules(Resources, version);
    amendRoles(Resources);
  };
}

function amendDescription(resources: Template['Resources'], version: number): void {
  for (const { Properties } of ofType(resources, 'AWS::SSM::Parameter'))
    Properties.Value = JSON.stringify({
      ...JSON.parse(Properties.Value),
      version,
      parts: ['rules'],
      notifications: { topic: null },
    });
}

function amendRules(resources: Template['Resources'], version: number): void {
  for (const [id, rule] of Object.entries(resources)) {
    if (rule.Type !== 'AWS::Events::Rule') continue;
    const { Properties } = rule;
    if (Properties.Name === heartbeatRuleName(DEFAULT_NAMESPACE, MEMBER_VERSION))
      Properties.Name = heartbeatRuleName(DEFAULT_NAMESPACE, version);
    if (Properties.Name !== memberRuleName(DEFAULT_NAMESPACE, 'creation')) continue;
    const Name = `${Properties.Name}-later`;
    const EventPattern = { source: [LATER_EVENT.source], 'detail-type': [LATER_EVENT['detail-type']] };
    resources[`${id}Later`] = { ...rule, Properties: { ...Properties, Name, EventPattern } };
  }
}

function amendRoles(resources: Template['Resources']): void {
  for (const { Properties } of ofType(resources, 'AWS::IAM::Role'))
    Properties.Tags = [{ Key: LATER_TAG, Value: 'true' }];
  for (const { Properties } of ofType(resources, 'AWS::IAM::Policy'))
    for (const { Sid, Condition } of Properties.PolicyDocument.Statement)
      if (Sid === 'TagVpcEndpoints') Condition['ForAllValues:StringEquals']['aws:TagKeys'].push(LATER_TAG);
}

function ofType(resources: Template['Resources'], type: string): Resource[] {
  return Object.values(resources).filter(({ Type }) => Type === type);
}

/** Changes the templates in the StackSets of a synthesized hub. */
export function withMemberTemplates(
  synthesize: WorldOptions['synthesize'],
  amend: AmendedTemplate | undefined,
): WorldOptions['synthesize'] {
  if (amend === undefined) return synthesize;
  return (settings) => {
    const templateFile = synthesize(settings);
    const file = join(settings.outputFolder, templateFile);
    const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
    const stackSets = ofType(template.Resources, 'AWS::CloudFormation::StackSet');
    if (stackSets.length === 0) throw new Error('The template has no StackSet.');
    for (const { Properties } of stackSets) Properties.TemplateBody = amended(Properties.TemplateBody, amend);
    writeFileSync(file, JSON.stringify(template));
    return templateFile;
  };
}

function amended(body: string, amend: AmendedTemplate): string {
  const template = JSON.parse(body) as Template;
  amend(template);
  return JSON.stringify(template);
}
