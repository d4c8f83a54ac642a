// A process that writes into a store in files and says what was acknowledged: `node writer.js MODULE FOLDER NAME COUNT PER_SNAPSHOT`.
// MODULE is the file of the package that makes such stores.
const [module, folder, name, count, perSnapshot] = process.argv.slice(2);
const { storeInFiles } = await import(module);
const store = storeInFiles(folder, Number(perSnapshot));

for (let at = 0; at < Number(count); at += 1) {
  const key = `${name}/${at}`;
  try {
    // Each third one also counts, so that both kinds of writes meet.
    if (at % 3 === 0) await store.exchange('settings', 'count', (old) => (old ?? 0) + 1);
    await store.write([
      { kind: 'add', table: 'journal', key, value: { at } },
      { kind: 'add', table: 'pending', key, value: { bytes: new Uint8Array([at % 256]) } },
    ]);
    process.stdout.write(`${key}\n`);
  } catch (error) {
    process.stdout.write(`refused ${key} ${error.code}\n`);
  }
}
