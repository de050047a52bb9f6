/**
 * Loaded into a measured server with `--import`, so that the server itself stays as it is: tells its CPU
 * time over IPC, and ends it together with the benchmark, however that ended.
 */
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send({ cpuMs: (user + system) / 1000 });
});
process.once('disconnect', () => process.exit());
process.channel.unref();
