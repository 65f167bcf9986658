import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type FromCloudFormation,
  fromCloudFormation,
  type InCloudFormation,
  inCloudFormation,
} from '../../lambda/contract/cloudformation-spelling.js';

function sourcesOf(folder: string): ts.SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) =>
      ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest, true),
    );
}

/** Names of fields in declarations, literals, accesses and destructuring. */
function capitalFieldsOf(file: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const name = fieldNameOf(node)?.getText(file) ?? '';
    if (/^[A-Z][a-z]/.test(name)) found.push(`${file.fileName}: ${name}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function fieldNameOf(node: ts.Node): ts.Node | undefined {
  if (ts.isBindingElement(node)) return node.propertyName ?? node.name;
  const isField =
    ts.isPropertySignature(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isPropertyAccessExpression(node);
  return isField ? node.name : undefined;
}

const OURS = { endpointId: 'e', endpoints: [{ endpointName: 'a', ipAddress: 'b' }], deleteRequested: false };
const THEIRS = {
  EndpointId: 'e',
  Endpoints: [{ EndpointName: 'a', IpAddress: 'b' }],
  DeleteRequested: false,
};

describe("CloudFormation's spelling", () => {
  it('capitalizes every name, including those of nested objects, and leaves values unchanged', () => {
    expect(inCloudFormation(OURS)).toEqual(THEIRS);
    expect(fromCloudFormation(THEIRS)).toEqual(OURS);
    expectTypeOf(inCloudFormation(OURS)).toExtend<typeof THEIRS | InCloudFormation<typeof OURS>>();
    expectTypeOf<InCloudFormation<{ readonly endpointId: string }>>().toEqualTypeOf<{
      readonly EndpointId: string;
    }>();
    expectTypeOf<FromCloudFormation<{ readonly EndpointId: string }>>().toEqualTypeOf<{
      readonly endpointId: string;
    }>();
  });

  it('can be reversed, and leaves other values unchanged', () => {
    const name = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,8}$/);
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        fc.string(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(name, tie('tree'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expect(fromCloudFormation(inCloudFormation(value))).toEqual(value);
      }),
    );
  });

  it('is not used in the domain, where no field begins with a capital', () => {
    const capitals = sourcesOf('lambda/domain').flatMap((file) => capitalFieldsOf(file));
    expect(new Set(capitals)).toEqual(
      new Set([
        // The only property that is a list of objects.
        'declared/kinds/link/link-properties.ts: EndpointName',
        'declared/kinds/link/link-properties.ts: IpAddress',
        // Error output of Step Functions.
        'model/final-outcome.ts: Error',
        'model/final-outcome.ts: Cause',
      ]),
    );
  });
});
