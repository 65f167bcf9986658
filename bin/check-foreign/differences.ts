/** Compares what a data source has read with what our lookup of the same resource returns. */
import { OUR_LOOKUPS } from './our-lookups.js';
import type { StateEntry, Values } from './terraform.js';

/**
 * @param found attributes of our lookup, as `Fn::GetAtt` names them
 * @returns attributes whose values differ; null, absent, empty and false are the same to Terraform
 */
export function differences({ type, values }: StateEntry, found: Values): string[] {
  const { attributes = [], results = [] } = OUR_LOOKUPS[type] ?? {};
  return [
    ...attributes
      .filter(([terraform]) => terraform in values && isSet(terraform, found))
      .map(([terraform, ours]) => difference(terraform, values[terraform], ours, found[ours])),
    ...results.map(([terraform, ours]) =>
      difference(`results[].${terraform}`, column(values.results, terraform), ours, found[ours]),
    ),
  ].filter((text) => text !== undefined);
}

function difference(terraform: string, theirs: unknown, ours: string, value: unknown): string | undefined {
  const [left, right] = [plain(theirs), plain(value)];
  return left === right ? undefined : `${terraform} is ${left}, and ${ours} of our lookup is ${right}`;
}

/** Terraform sets a status for its own cloud only, and `endpoints` for endpoint groups, which port mapping does not have. */
function isSet(terraform: string, { CloudProvider, PortMappingEnabled }: Values): boolean {
  if (terraform === 'endpoints') return PortMappingEnabled !== true;
  const [, cloud] = /^(aws|azure|gcp)_(?:connection_)?status$/.exec(terraform) ?? [];
  return cloud === undefined || cloud.toUpperCase() === CloudProvider;
}

function column(results: unknown, name: string): unknown {
  return Array.isArray(results) ? results.map((one) => one[name] ?? '') : results;
}

function plain(value: unknown): string {
  return JSON.stringify(comparable(value)) ?? 'empty';
}

/** Without what Terraform takes for absent, and with the same spelling of nested names. */
function comparable(value: unknown): unknown {
  if (value === null || value === '' || value === false) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((one) => comparable(one) ?? '');
  if (typeof value !== 'object') return value;
  const named = Object.entries(value ?? {}).map(([name, one]) => [spelled(name), comparable(one)]);
  return Object.fromEntries(named.filter(([, one]) => one !== undefined).sort());
}

/** `ip_address` and `IpAddress` are one name. */
function spelled(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
