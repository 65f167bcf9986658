import { describe, expect, it } from 'vitest';
import { connectionStringAttributes } from '../../../../../lambda/domain/declared/kinds/link/connection-string-attributes.js';

const cluster = (name: string) => ({
  cluster: name,
  srv: `mongodb+srv://${name}-pl-0.abcde.mongodb.net`,
  standard: 'mongodb://pl-0-eu-west-1.abcde.mongodb.net:1024',
  srvShardOptimized: '',
});
const progress = (...names: string[]) => ({
  availableSince: '2026-08-10T03:06:00Z',
  clusters: names.map(cluster),
  message: '',
});

describe('attributes of connection strings', () => {
  it('exist on all paths, and are empty if Atlas has none', () => {
    expect(connectionStringAttributes(undefined, ['Main'])).toEqual({
      'ConnectionStrings.Main.Srv': '',
      'ConnectionStrings.Main.Standard': '',
      'ConnectionStrings.Main.SrvShardOptimized': '',
      ConnectionStrings: '{}',
      ConnectionStringsMessage: '',
    });
  });

  it('of many clusters are truncated to the size of a response, and the message names the omitted ones', () => {
    const names = Array.from({ length: 40 }, (_, index) => `cluster-${index}`);
    const attributes = connectionStringAttributes(progress(...names), ['cluster-39']);
    const listed = Object.keys(JSON.parse(attributes.ConnectionStrings ?? ''));
    expect(listed.length).toBeGreaterThan(10);
    expect(listed).not.toContain('cluster-39');
    expect(attributes.ConnectionStringsMessage).toMatch(/name them in Clusters: .*cluster-39/);
    expect(attributes['ConnectionStrings.cluster-39.Srv']).toContain('cluster-39-pl-0');
  });
});
