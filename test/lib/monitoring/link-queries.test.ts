import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { correlationOf } from '../../../lambda/runtime/functions/correlation.js';
import { ROOT } from '../../docs/documents.js';
import { EXECUTION_ARN, workflowInput } from '../../domain/samples.js';
import { type LoggedFields, loggedFields } from '../logged-fields.js';
import { createLink, templateOf } from '../synthesized-stack.js';

const queries = Object.entries(templateOf(createLink()).findResources('AWS::Logs::QueryDefinition')).map(
  ([id, { Properties }]) => ({
    id: id.replace(/^LinksQueries/, '').replace(/[0-9A-F]{8}$/, ''),
    name: String(Properties.Name),
    text: String(Properties.QueryString),
    logGroups: Properties.LogGroupNames as readonly { readonly Ref: string }[],
  }),
);

/** Fields of every log line, which CloudWatch and Powertools add. */
const ON_EVERY_LINE = ['@timestamp', 'level', 'message'];
const WORDING = [
  'fields',
  'filter',
  'parse',
  'stats',
  'sort',
  'limit',
  'asc',
  'desc',
  'in',
  'and',
  'or',
  'by',
  'as',
  'count',
];

/** Names in a query that are not texts, keywords or fields that the query defines. */
function fieldsUsed(text: string): string[] {
  const bare = text.replace(/"[^"]*"/g, '').replace(/\/\^.*\/$/m, '');
  const made = [...text.matchAll(/\?<(\w+)>| as (\w+)/g)].map(([, parsed, counted]) => parsed ?? counted);
  const names = [...bare.matchAll(/@?[A-Za-z][\w.]*/g)].map(([name]) => name);
  return [...new Set(names)].filter((name) => !WORDING.includes(name) && !made.includes(name));
}

function messagesNamed(text: string): string[] {
  return [...text.matchAll(/message = "([^"]+)"/g)].map(([, message]) => message ?? '');
}

describe('the saved queries', () => {
  it('include one for each question', () => {
    expect(queries.map(({ id }) => id)).toEqual([
      'EndpointStory',
      'Failures',
      'AtlasRequests',
      'Ignored',
      'Drift',
    ]);
  });

  it('are in a folder of the automation, and search the logs of all its functions', () => {
    const link = createLink();
    const functions = Object.keys(templateOf(link).findResources('AWS::Lambda::Function'));
    for (const { name, logGroups } of queries) {
      expect(name.startsWith(`${link.serviceName}/`)).toBe(true);
      expect(logGroups).toHaveLength(functions.length);
    }
  });

  it('group requests to Atlas by their operation', () => {
    const parse = /parse operation \/(.*)\/$/m.exec(
      queries.find(({ id }) => id === 'AtlasRequests')?.text ?? '',
    );
    const kindOf = (operation: string) => new RegExp(parse?.[1] ?? '').exec(operation)?.groups?.request;
    expect(kindOf('Get link vpce-0123456789abcdef0 of endpoint service 6a79 in project 6a79')).toBe(
      'Get link',
    );
    expect(kindOf('List the AWS endpoint services of project 6a793f63c0eb9e7a177153f5')).toBe(
      'List the AWS endpoint services of project',
    );
    expect(kindOf('Delete link /subscriptions/1/endpoint of endpoint service 6a79')).toBe('Delete link');
    expect(kindOf('read secret')).toBe('read secret');
  });
});

describe('the fields that the queries read', () => {
  let logged: LoggedFields;
  let carried: string[];

  beforeAll(() => {
    logged = loggedFields();
    const ofExecution = Object.keys(correlationOf(EXECUTION_ARN, { kind: 'link', input: workflowInput() }));
    carried = [...ON_EVERY_LINE, ...logged.correlated, ...ofExecution];
    // Compiling all functions takes many seconds on a busy machine.
  }, 120_000);

  /** Fields of the lines that the query filters for, or of all lines without a filter. */
  const available = (text: string) => {
    const named = messagesNamed(text);
    const lines = named.length === 0 ? [...logged.byMessage.keys()] : named;
    return [...carried, ...lines.flatMap((message) => [...(logged.byMessage.get(message) ?? [])])];
  };
  // The reconciliation logs the fields of that query.
  const written = queries.filter(
    ({ id }) => id !== 'Drift' || existsSync(join(ROOT, 'lib/automation/reconcile-workflow.ts')),
  );

  it.each(written.map(({ id, text }) => [id, text] as const))('%s: are logged', (_, text) => {
    for (const message of messagesNamed(text)) expect([...logged.byMessage.keys()]).toContain(message);
    const heads = fieldsUsed(text).map((name) => name.split('.')[0] ?? '');
    expect(heads.length).toBeGreaterThan(3);
    expect(heads.filter((name) => !available(text).includes(name))).toEqual([]);
  });

  it('include no field that is never logged', () => {
    expect(available('filter message = "Atlas responded"')).not.toContain('decision');
    expect(fieldsUsed('fields @timestamp, nobody | filter message = "words"')).toEqual([
      '@timestamp',
      'nobody',
      'message',
    ]);
  });
});
