import { expect, it } from 'vitest';
import { knownIds } from '../../operate/start/half-made.js';

const instance = (id: string) => ({ attributes: { id, name: 'x' } });

it('a Terraform state knows the ids of all its resources, the tainted ones too', () => {
  const state = {
    version: 4,
    resources: [
      { type: 'docker_container', instances: [{ status: 'tainted', ...instance('a1') }, instance('a2')] },
      { type: 'docker_network', instances: [instance('n1')] },
      { type: 'terraform_data', instances: [{ attributes: null }] },
    ],
  };
  expect([...(knownIds(JSON.stringify(state)) ?? [])]).toEqual(['a1', 'a2', 'n1']);
  expect(knownIds('{"version": 4, "resources": []}')).toEqual(new Set());
});

it('a state that was torn is told from an empty one', () => {
  for (const torn of ['', '{"version": 4, "reso']) expect(knownIds(torn)).toBeUndefined();
});
