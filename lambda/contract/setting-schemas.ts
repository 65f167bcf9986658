/** How settings that travel as JSON texts are read. Not for `lib`: it needs valibot. */
import * as v from 'valibot';
import type { SelectionSpec } from './selection.js';

export const projectsSchema = v.pipe(
  v.array(v.object({ projectId: v.string(), secretId: v.string() })),
  v.nonEmpty(),
);

export const selectionSchema: v.GenericSchema<SelectionSpec> = v.lazy(() =>
  v.variant('kind', [
    v.object({ kind: v.literal('all') }),
    v.object({ kind: v.literal('tagged'), key: v.string(), value: v.exactOptional(v.string()) }),
    v.object({ kind: v.literal('inVpcs'), vpcIds: v.array(v.string()) }),
    v.object({ kind: v.literal('inAccounts'), accounts: v.array(v.string()) }),
    v.object({ kind: v.literal('anyOf'), of: v.array(selectionSchema) }),
    v.object({ kind: v.literal('allOf'), of: v.array(selectionSchema) }),
  ]),
);
