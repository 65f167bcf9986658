/**
 * Regions of the cloud providers, and Atlas's spelling of them. The names are documented. The refusal of an unknown one
 * is assumed to be like that for AWS.
 */
import { invalidAttribute, missingAttribute } from './api-error.js';
import type { Provider } from './endpoint-service.js';
import { AWS_REGION_NAME } from './remote-regions.js';

/** Names of Google Cloud whose Atlas spelling is irregular. */
const GCP_NAMES: Readonly<Record<string, string>> = {
  'us-central1': 'CENTRAL_US',
  'us-east1': 'EASTERN_US',
  'us-west1': 'WESTERN_US',
  'europe-west1': 'WESTERN_EUROPE',
  'asia-east1': 'EASTERN_ASIA_PACIFIC',
  'asia-northeast1': 'NORTHEASTERN_ASIA_PACIFIC',
  'asia-southeast1': 'SOUTHEASTERN_ASIA_PACIFIC',
  'northamerica-northeast1': 'NORTH_AMERICA_NORTHEAST_1',
  'northamerica-northeast2': 'NORTH_AMERICA_NORTHEAST_2',
  'northamerica-south1': 'NORTH_AMERICA_SOUTH_1',
  'southamerica-east1': 'SOUTH_AMERICA_EAST_1',
  'southamerica-west1': 'SOUTH_AMERICA_WEST_1',
  'me-central1': 'MIDDLE_EAST_CENTRAL_1',
  'me-central2': 'MIDDLE_EAST_CENTRAL_2',
  'me-west1': 'MIDDLE_EAST_WEST_1',
};

/** Names of Google Cloud whose Atlas spelling is regular: `europe-west3` is `EUROPE_WEST_3`. */
const OTHER_GCP_NAMES = `
  africa-south1 asia-east2 asia-northeast2 asia-northeast3 asia-south1 asia-south2 asia-southeast2
  australia-southeast1 australia-southeast2 europe-central2 europe-north1 europe-southwest1 europe-west2 europe-west3
  europe-west4 europe-west6 europe-west8 europe-west9 europe-west10 europe-west12 us-east4 us-east5 us-south1
  us-west2 us-west3 us-west4`;

const AZURE_NAMES: Readonly<Record<string, string>> = {
  centralus: 'US_CENTRAL',
  eastus: 'US_EAST',
  eastus2: 'US_EAST_2',
  northcentralus: 'US_NORTH_CENTRAL',
  southcentralus: 'US_SOUTH_CENTRAL',
  westcentralus: 'US_WEST_CENTRAL',
  westus: 'US_WEST',
  westus2: 'US_WEST_2',
  westus3: 'US_WEST_3',
  brazilsouth: 'BRAZIL_SOUTH',
  brazilsoutheast: 'BRAZIL_SOUTHEAST',
  canadacentral: 'CANADA_CENTRAL',
  canadaeast: 'CANADA_EAST',
  chilecentral: 'CHILE_CENTRAL',
  mexicocentral: 'MEXICO_CENTRAL',
  northeurope: 'EUROPE_NORTH',
  westeurope: 'EUROPE_WEST',
  uksouth: 'UK_SOUTH',
  ukwest: 'UK_WEST',
  francecentral: 'FRANCE_CENTRAL',
  francesouth: 'FRANCE_SOUTH',
  germanynorth: 'GERMANY_NORTH',
  germanywestcentral: 'GERMANY_WEST_CENTRAL',
  italynorth: 'ITALY_NORTH',
  norwayeast: 'NORWAY_EAST',
  norwaywest: 'NORWAY_WEST',
  polandcentral: 'POLAND_CENTRAL',
  spaincentral: 'SPAIN_CENTRAL',
  swedencentral: 'SWEDEN_CENTRAL',
  swedensouth: 'SWEDEN_SOUTH',
  switzerlandnorth: 'SWITZERLAND_NORTH',
  switzerlandwest: 'SWITZERLAND_WEST',
  eastasia: 'ASIA_EAST',
  southeastasia: 'ASIA_SOUTH_EAST',
  australiacentral: 'AUSTRALIA_CENTRAL',
  australiacentral2: 'AUSTRALIA_CENTRAL_2',
  australiaeast: 'AUSTRALIA_EAST',
  australiasoutheast: 'AUSTRALIA_SOUTH_EAST',
  centralindia: 'INDIA_CENTRAL',
  southindia: 'INDIA_SOUTH',
  westindia: 'INDIA_WEST',
  indonesiacentral: 'INDONESIA_CENTRAL',
  japaneast: 'JAPAN_EAST',
  japanwest: 'JAPAN_WEST',
  koreacentral: 'KOREA_CENTRAL',
  koreasouth: 'KOREA_SOUTH',
  malaysiawest: 'MALAYSIA_WEST',
  newzealandnorth: 'NEW_ZEALAND_NORTH',
  israelcentral: 'ISRAEL_CENTRAL',
  qatarcentral: 'QATAR_CENTRAL',
  southafricanorth: 'SOUTH_AFRICA_NORTH',
  southafricawest: 'SOUTH_AFRICA_WEST',
  uaecentral: 'UAE_CENTRAL',
  uaenorth: 'UAE_NORTH',
};

/** Atlas's name of a Region, by that name and by the cloud provider's. */
const NAMES: Readonly<Record<Exclude<Provider, 'AWS'>, ReadonlyMap<string, string>>> = {
  AZURE: bothSpellings(Object.entries(AZURE_NAMES)),
  GCP: bothSpellings([
    ...Object.entries(GCP_NAMES),
    ...OTHER_GCP_NAMES.trim()
      .split(/\s+/)
      .map((name) => [name, atlasNameOf(name)] as const),
  ]),
};

/**
 * @returns Atlas's spelling
 * @throws ApiError 400 for a missing or unknown Region
 */
export function regionNameOf(value: unknown, provider: Provider): string {
  if (value === undefined || value === null || value === '') throw missingAttribute('region');
  const regionName = typeof value === 'string' ? knownName(value, provider) : undefined;
  if (regionName === undefined) throw invalidAttribute('region');
  return regionName;
}

/** Names of AWS follow a rule, so new Regions are accepted without a list. */
function knownName(text: string, provider: Provider): string | undefined {
  if (provider !== 'AWS') return NAMES[provider].get(text);
  const regionName = text.toUpperCase().replaceAll('-', '_');
  return AWS_REGION_NAME.test(regionName) ? regionName : undefined;
}

/** Spelling of the cloud provider. */
export function providersNameOf(regionName: string, provider: Exclude<Provider, 'AWS'>): string {
  const found = [...NAMES[provider]].find(
    ([name, atlasName]) => atlasName === regionName && name !== atlasName,
  );
  return found?.[0] ?? regionName.toLowerCase().replaceAll('_', '-');
}

function bothSpellings(entries: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  return new Map(
    entries.flatMap(([name, atlasName]) => [[name, atlasName] as const, [atlasName, atlasName] as const]),
  );
}

function atlasNameOf(name: string): string {
  return name
    .replace(/(\d+)$/, '_$1')
    .replaceAll('-', '_')
    .toUpperCase();
}
