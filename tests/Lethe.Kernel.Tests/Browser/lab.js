// A page made of JupyterLab's own parts (thebe-core: its kernel connection, its output areas, its manager of widgets): one output area a cell.
window.lab = (async () => {
  const { api, module } = window.thebeCore;
  const config = api.makeConfiguration({ serverSettings: { baseUrl: location.origin, token: '' }, mathjaxUrl: '', mathjaxConfig: '' });
  const server = new module.ThebeServer(config);
  await server.connectToJupyterServer();
  const rendermime = api.makeRenderMimeRegistry({});
  const session = await server.startNewSession(rendermime, { kernelName: 'lethe-csharp', path: '/lab.ipynb' });
  let count = 0;
  return {
    session,
    async run(source) {
      const cell = new module.ThebeCodeCell(`cell-${++count}`, 'lab', source, config, {}, rendermime);
      const place = document.createElement('div');
      place.id = `cell-${count}`;
      document.body.append(place);
      cell.attachToDOM(place);
      cell.attachSession(session);
      // As JupyterLab runs a cell: what comes after its end still belongs under it.
      cell.area.future = session.kernel.requestExecute({ code: source }, false);
      await cell.area.future.done;
      return place.id;
    },
  };
})();
