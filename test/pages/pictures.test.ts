/** Checks that the pictures of the documentation are current, and that they show what exists. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { DEFAULT_NAMESPACE, hubBusName } from '../../lambda/contract/members.js';
import { AtlasPrivateLinkMember } from '../../lib/index.js';
import { BOX, PARTS } from '../../pages/pictures/architecture.js';
import { BOX_WIDTH, NAME_SIZE, NOTE_SIZE, ORGANIZATION_PARTS } from '../../pages/pictures/organization.js';
import {
  PICTURE_MAKERS,
  PICTURES_FOLDER,
  synthesizedTemplate,
  synthesizedWorkflow,
} from '../../pages/pictures/picture-makers.js';
import { steady } from '../../pages/pictures/recorded-run.js';
import { transitionsOf } from '../../pages/pictures/state-machine.js';
import { widthOf } from '../../pages/pictures/svg.js';
import { allDocuments, documentText, ROOT } from '../docs/documents.js';

const picture = (name: string) => documentText(`${PICTURES_FOLDER}/${name}`);
const shown = (name: string) =>
  [...picture(name).matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, words]) => words);

/** Properties of the member stack's resources of a type. */
function synthesizedMember(type: string): Readonly<Record<string, unknown>>[] {
  const stack = new Stack(new App(), 'Member');
  new AtlasPrivateLinkMember(stack, 'Member', { hub: { account: '111122223333', region: 'eu-west-1' } });
  return Object.values(Template.fromStack(stack).findResources(type)).map(({ Properties }) => Properties);
}

describe('the pictures', () => {
  it.each([...PICTURE_MAKERS])('%s is current (if not: npm run pictures)', async (name, make) => {
    const now = await make();
    // Only the first different line is shown, because a difference of whole drawings is unreadable.
    const lines = picture(name).split('\n');
    const different = now.split('\n').find((line, index) => line !== lines[index]);
    expect(different?.slice(0, 200), `npm run pictures ${name}`).toBeUndefined();
    expect(lines).toHaveLength(now.split('\n').length);
  });

  it('are all drawn by a script, and shown on a page with a description', () => {
    expect(readdirSync(join(ROOT, PICTURES_FOLDER)).sort()).toEqual([...PICTURE_MAKERS.keys()].sort());
    const texts = allDocuments().map(documentText).join('\n');
    for (const name of PICTURE_MAKERS.keys())
      expect(texts).toMatch(new RegExp(`!\\[[^\\]]{20,}\\]\\([^)]*${name}\\)`));
  });

  it.each([...PICTURE_MAKERS.keys()])(
    '%s has its own background, a title, and no external resources',
    (name) => {
      const text = picture(name);
      expect(text).toMatch(/<svg [^>]*role="img"[^>]*>\n<title>.{20,}<\/title>/);
      expect(text).toContain('fill="#ffffff"');
      expect(text).not.toMatch(/<script|<foreignObject|<image|href=|url\((?!#)/);
    },
  );
});

describe('the picture of the architecture', () => {
  it('has every function of the automation', () => {
    const functions = synthesizedTemplate()
      .ofType('AWS::Lambda::Function')
      .map(({ logicalId }) => logicalId);
    const names: string[] = Object.values(PARTS).map((part) => part.name);
    expect(functions.length).toBeGreaterThan(3);
    expect(functions.filter((id) => !names.some((name) => id.includes(name)))).toEqual([]);
  });

  it('has room for its labels', () => {
    for (const { name, note, width = BOX.width } of Object.values(PARTS)) {
      expect(widthOf(name, 13), name).toBeLessThanOrEqual(width);
      expect(widthOf(note, 11), note).toBeLessThanOrEqual(width);
    }
  });
});

describe('the picture of an organization', () => {
  it('has the roles and the bus of a member and its hub, by their names', () => {
    const roles = synthesizedMember('AWS::IAM::Role').map(({ RoleName }) => String(RoleName));
    expect(roles).toHaveLength(2);
    for (const name of [...roles, hubBusName(DEFAULT_NAMESPACE)])
      expect(shown('organization.svg').join('\n')).toContain(name);
  });

  it('shows what a member stack has, and no function or secret in it', () => {
    expect(synthesizedMember('AWS::SQS::Queue')).toHaveLength(1);
    expect(synthesizedMember('AWS::Events::Rule').length).toBeGreaterThan(1);
    for (const absent of ['AWS::Lambda::Function', 'AWS::SecretsManager::Secret'])
      expect(synthesizedMember(absent)).toEqual([]);
  });

  it('has room for its labels', () => {
    for (const { name, note, width } of Object.values(ORGANIZATION_PARTS)) {
      expect(width, name).toBeLessThanOrEqual(BOX_WIDTH);
      expect(widthOf(name, NAME_SIZE), name).toBeLessThanOrEqual(width);
      expect(widthOf(note, NOTE_SIZE), note).toBeLessThanOrEqual(width);
    }
  });
});

describe('the picture of the state machine', () => {
  const workflow = synthesizedWorkflow();

  it('has every state', () => {
    expect(shown('state-machine.svg')).toEqual(expect.arrayContaining(Object.keys(workflow.States)));
  });

  it('has every transition: those of choices with their values, and errors once', () => {
    const transitions = transitionsOf(workflow);
    const from = (name: string) =>
      transitions.filter((one) => one.from === name).map(({ to, labels }) => [to, labels]);
    expect(from('Settled?')).toContainEqual(['Conclude link', ['available', 'deleted', 'retained']]);
    expect(from('Poll link')).toEqual([
      ['Settled?', []],
      ['Undo change', ['any error']],
    ]);
    expect(transitions.filter(({ to }) => workflow.States[to] === undefined)).toEqual([]);
    expect(picture('state-machine.svg').match(/marker-end/g)).toHaveLength(transitions.length + 1);
  });
});

describe('the recording', () => {
  it('shows the output of a run, without what differs between runs', () => {
    expect(steady('Bundles of 6 functions are ready (512, 451 KB at start).')).toBe(
      'Bundles of 6 functions are ready (… KB at start).',
    );
    expect(steady('Linked after 102.1 s of world time, shown in 21.2 s.')).toBe(
      'Linked after 102.1 s of world time, shown in … s.',
    );
    expect(steady('execution vpce-0a1_09ef2a7d-aa30-4b68-b3a6-20c093f26f43 follows')).toBe(
      'execution vpce-0a1_… follows',
    );
  });

  it('shows all lines without animation', () => {
    expect(picture('recording.svg')).toContain('<style>@media (prefers-reduced-motion: no-preference){');
    expect(shown('recording.svg').join('\n')).toContain('Linked after');
  });
});

describe('the picture of the dashboard', () => {
  it('has the title of every widget, and values in every graph with data', () => {
    const titles = [
      'Alarms',
      'Links by state, at the last reconciliation',
      'Conclusions',
      'Seconds to available',
    ];
    expect(shown('dashboard.svg')).toEqual(expect.arrayContaining(titles));
    expect(shown('dashboard.svg')).toContain('In alarm  LinkFailed');
    expect(shown('dashboard.svg')).toContain('OK  LinkTimedOut');
  });
});
