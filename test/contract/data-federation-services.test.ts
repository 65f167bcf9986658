import { describe, expect, it } from 'vitest';
import {
  DATA_FEDERATION_SERVICES,
  dataFederationServiceOf,
  isDataFederationService,
} from '../../lambda/contract/data-federation-services.js';

const NAMES = Object.entries(DATA_FEDERATION_SERVICES);

describe('the endpoint service of Data Federation', () => {
  it.each(NAMES)('of %s is in its own Region', (region, name) => {
    expect(name).toMatch(new RegExp(`^com\\.amazonaws\\.vpce\\.${region}\\.vpce-svc-[0-9a-f]{17}$`));
    expect(isDataFederationService(name)).toBe(true);
    expect(dataFederationServiceOf(region)).toBe(name);
  });

  it('is another one in each Region', () => {
    expect(new Set(NAMES.map(([, name]) => name)).size).toBe(NAMES.length);
  });

  it('is recognized by its whole name', () => {
    const [, name = ''] = NAMES[0] ?? [];
    for (const other of ['', `${name}0`, `x${name}`, name.slice(0, -1), name.toUpperCase()])
      expect(isDataFederationService(other)).toBe(false);
  });

  it('may be one that the user names', () => {
    const own = 'com.amazonaws.vpce.eu-north-1.vpce-svc-0123456789abcdef0';
    expect([isDataFederationService(own), isDataFederationService(own, [own])]).toEqual([false, true]);
  });

  it.each(['eu-north-1', '', 'constructor', 'us-west-1'])('of "%s" is not known', (region) => {
    expect(dataFederationServiceOf(region)).toBeUndefined();
  });
});
