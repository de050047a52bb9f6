import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readDeckFiles } from '../../src/deck/deck-files.js';
import { loadDeck } from '../../src/deck/load-deck.js';
import { loadEhrRegistry } from '../../src/trust/ehr-registry.js';
import { runService, send } from '../http/cds-service.js';
import { configOf, documentsOf, knownSettings, pathOf, textOf } from './deploy-files.js';

const FOLDER = 'deploy/kubernetes';
const { resources } = documentsOf(`${FOLDER}/kustomization.yaml`)[0];
const objects = resources.flatMap((file: string) => documentsOf(`${FOLDER}/${file}`));

const named = (kind: string, name = 'ocrelizumab-cds') => {
  const found = objects.find(
    (object: { kind: string; metadata: { name: string } }) =>
      object.kind === kind && object.metadata.name === name,
  );
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
};

const deployment = named('Deployment');
const pod = deployment.spec.template;
const [container] = pod.spec.containers;
const { data: settings } = named('ConfigMap', 'ocrelizumab-cds-settings');
const { data: files } = named('ConfigMap', 'ocrelizumab-cds-files');
const port: number = container.ports[0].containerPort;

describe('the Kubernetes manifests', () => {
  it('are all listed to be applied, each with the API version that serves its kind', () => {
    const written = readdirSync(pathOf(FOLDER)).filter((name) => name !== 'kustomization.yaml');
    expect([...resources].sort()).toEqual(written.sort());
    const versions = objects.map(({ apiVersion, kind }: Record<string, string>) => `${apiVersion} ${kind}`);
    expect(versions.sort()).toEqual([
      'apps/v1 Deployment',
      'autoscaling/v2 HorizontalPodAutoscaler',
      'networking.k8s.io/v1 NetworkPolicy',
      'policy/v1 PodDisruptionBudget',
      'v1 ConfigMap',
      'v1 ConfigMap',
      'v1 Namespace',
      'v1 Service',
    ]);
  });

  it('give the container no right it does not need', () => {
    expect(pod.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container.resources.limits).toEqual({ cpu: expect.any(String), memory: expect.any(String) });
    expect(container.resources.requests).toEqual({ cpu: expect.any(String), memory: expect.any(String) });
  });

  it('set only what the service knows, and set it so that the service starts', () => {
    const known = knownSettings();
    expect(Object.keys(settings).filter((name) => !known.has(name))).toEqual([]);
    // What the image sets itself.
    const config = configOf({ HOST: '0.0.0.0', PORT: '3000', ...settings });
    expect(config).toMatchObject({ port, databaseUrl: expect.any(String), ehrsFile: '/etc/cds/ehrs.yaml' });
  });

  it('mount every file that a setting names, from where it is', () => {
    const mounted = container.volumeMounts.flatMap(
      ({ name, mountPath, readOnly }: Record<string, string>) => {
        const volume = pod.spec.volumes.find((candidate: { name: string }) => candidate.name === name);
        expect(readOnly).toBe(true);
        if (volume.configMap) {
          const { data } = named('ConfigMap', volume.configMap.name);
          return Object.keys(data).map((key) => `${mountPath}/${key}`);
        }
        // The secret is made by hand, as kustomization.yaml tells.
        const made = RegExp(`create secret generic ${volume.secret.secretName} --from-file=(\\S+)`).exec(
          textOf(`${FOLDER}/kustomization.yaml`),
        );
        return [`${mountPath}/${made?.[1]}`];
      },
    );
    for (const name of ['EHRS_FILE', 'SITE_FILE', 'DATABASE_URL_FILE'])
      expect(mounted).toContain(settings[name]);
  });

  it('hold a registry and a site overlay that the service takes', () => {
    expect(loadEhrRegistry('ehrs.yaml', () => files['ehrs.yaml'])).toMatchObject({ ok: true });
    const deck = loadDeck(readDeckFiles(pathOf('cards')), { path: 'site.yaml', text: files['site.yaml'] });
    expect(deck.cards.length).toBeGreaterThan(0);
  });

  it('hold no secret', () => {
    expect(objects.map(({ kind }: { kind: string }) => kind)).not.toContain('Secret');
    expect(JSON.stringify(settings)).not.toMatch(/postgres:|password|TOKEN"/i);
  });

  it('probe paths that the service answers, on its port', async () => {
    const service = await runService();
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      const { httpGet } = container[probe];
      expect(httpGet.port).toBe(container.ports[0].name);
      expect((await send(service.url + httpGet.path)).status).toBe(200);
    }
    await service.close();
    expect(container.readinessProbe.httpGet.path).toBe('/health/ready');
    expect(container.livenessProbe.httpGet.path).toBe('/health/live');
  });

  it('agree on port and labels', () => {
    const { labels } = pod.metadata;
    const selects = (selector: object) => expect(labels).toMatchObject(selector);
    selects(deployment.spec.selector.matchLabels);
    selects(named('Service').spec.selector);
    selects(named('PodDisruptionBudget').spec.selector.matchLabels);
    selects(named('NetworkPolicy').spec.podSelector.matchLabels);
    expect(named('Service').spec.ports[0].targetPort).toBe(container.ports[0].name);
    expect(named('NetworkPolicy').spec.ingress[0].ports).toEqual([{ protocol: 'TCP', port }]);
    expect(pod.metadata.annotations['prometheus.io/port']).toBe(String(port));
    expect(named('HorizontalPodAutoscaler').spec.scaleTargetRef).toEqual({
      apiVersion: deployment.apiVersion,
      kind: 'Deployment',
      name: deployment.metadata.name,
    });
  });

  it('never leave the hospital without a replica', () => {
    const { minReplicas, maxReplicas } = named('HorizontalPodAutoscaler').spec;
    expect(minReplicas).toBeGreaterThanOrEqual(2);
    expect(maxReplicas).toBeGreaterThan(minReplicas);
    expect(named('PodDisruptionBudget').spec.minAvailable).toBeGreaterThanOrEqual(1);
    expect(deployment.spec.strategy.rollingUpdate.maxUnavailable).toBe(0);
    // The autoscaler's number, not one that a deployment would reset it to.
    expect(deployment.spec).not.toHaveProperty('replicas');
  });

  it('leave time to drain: out of the load balancer first, then the calls under way', () => {
    const pause = Number(container.lifecycle.preStop.exec.command[1]);
    const drain =
      Number(/DRAIN_MS = ([\d_]+)/.exec(textOf('src/server.ts'))?.[1]?.replaceAll('_', '')) / 1000;
    expect(pause).toBeGreaterThanOrEqual(5);
    expect(pod.spec.terminationGracePeriodSeconds).toBeGreaterThan(pause + drain);
  });

  it('run the version of this package', () => {
    expect(container.image).toMatch(RegExp(`:${JSON.parse(textOf('package.json')).version}$`));
  });
});
