// A page made of the parts of a front end, one output area a cell:
// - JupyterLab's kernel connection, output areas and manager of widgets (ipywidgets 8), as thebe-core builds them, in its light or dark theme;
// - `#vscode`: the manager of widgets that VS Code's Jupyter extension loads for every kernel but Python's (ipywidgets 7).
window.lab = (async () => {
  const asks = location.hash.slice(1).split('-');
  const isDark = asks.includes('dark');
  const { api, module } = window.thebeCore;
  const config = api.makeConfiguration({ serverSettings: { baseUrl: location.origin, token: '' }, mathjaxUrl: '', mathjaxConfig: '' });
  const server = new module.ThebeServer(config);
  await server.connectToJupyterServer();
  const rendermime = api.makeRenderMimeRegistry({});
  const session = await server.startNewSession(rendermime, { kernelName: 'lethe-csharp', path: '/lab.ipynb' });
  let count = 0;

  function wear(css) {
    document.head.append(Object.assign(document.createElement('style'), { textContent: css }));
  }

  function load(element) {
    const loaded = new Promise((resolve, reject) => Object.assign(element, { onload: resolve, onerror: reject }));
    document.head.append(element);
    return loaded;
  }
  const link = href => load(Object.assign(document.createElement('link'), { rel: 'stylesheet', href }));
  const script = src => load(Object.assign(document.createElement('script'), { src }));

  function cell() {
    const place = Object.assign(document.createElement('div'), { id: `cell-${++count}` });
    document.body.append(place);
    return place;
  }

  async function lab() {
    await link('dist/lib/thebe-core.css');
    if (isDark) await link('style/variables.css');
    document.body.dataset.jpThemeLight = !isDark;
    wear(`:root { color-scheme: ${isDark ? 'dark' : 'light'} }
      body { background: var(--jp-layout-color0); color: var(--jp-content-font-color1); font-family: var(--jp-ui-font-family); margin: 1em; max-width: 60em }`);
    return async source => {
      const code = new module.ThebeCodeCell(`cell-${count + 1}`, 'lab', source, config, {}, rendermime);
      const place = cell();
      code.attachToDOM(place);
      code.attachSession(session);
      // As JupyterLab runs a cell: what comes after its end still belongs under it.
      code.area.future = session.kernel.requestExecute({ code: source }, false);
      await code.area.future.done;
      return place.id;
    };
  }

  // Widgets stood on white in VS Code until its bridge to JupyterLab's colours; `white` asks for that.
  // `versions` has JupyterLab 3's way to find models, by version, which VS Code leaves out.
  async function vscode() {
    const shades = isDark ? ['#cccccc', '#1f1f1f', '#313131', '#3c3c3c'] : ['#3b3b3b', '#ffffff', '#f8f8f8', '#cecece'];
    const [text, page, field, border] = shades;
    const bridge = `color: ${text}; background: transparent;
      --jp-content-font-color0: ${text}; --jp-content-font-color1: ${text}; --jp-content-font-color2: ${text}; --jp-ui-font-color1: ${text};
      --jp-widgets-color: ${text}; --jp-widgets-label-color: ${text}; --jp-widgets-readout-color: ${text}; --jp-widgets-input-color: ${text};
      --jp-layout-color0: ${field}; --jp-layout-color1: ${field}; --jp-layout-color2: ${field}; --jp-layout-color3: ${field};
      --jp-widgets-input-background-color: ${field}; --jp-border-color1: ${border}; --jp-widgets-input-border-color: ${border};`;
    wear(`:root { color-scheme: ${isDark ? 'dark' : 'light'} }
      body { background: ${page}; color: ${text}; font: 13px sans-serif; margin: 1em; max-width: 60em }
      .cell-output-ipywidget-background { ${asks.includes('white') ? 'background: white' : bridge} }`);
    document.body.className = isDark ? 'vscode-dark' : 'vscode-light';
    await script('/static/components/requirejs/require.js');
    (await import('/static/dist/ipywidgets.js')).activate();
    window.vscIPyWidgets7.load();
    const parts = ['base', 'controls', 'output'].map(name => `@jupyter-widgets/${name}`);
    const scripts = {
      widgetsRegisteredInRequireJs: new Set(),
      loadWidgetScript: name => Promise.reject(new Error(`no script of ${name}`)),
      errorHandler: (name, of, version, error) => console.error(`${of} ${version} has no ${name}: ${error}`),
      successHandler() { },
    };
    const manager = new window.vscIPyWidgets.WidgetManager(session.kernel, document.body, scripts, () => { });
    if (asks.includes('versions')) {
      const [base, controls, output] = await new Promise(resolve => window.require(parts, (...all) => resolve(all)));
      manager.register({ name: parts[0], version: base.JUPYTER_WIDGETS_VERSION, exports: base });
      manager.register({ name: parts[1], version: controls.JUPYTER_CONTROLS_VERSION, exports: controls });
      manager.register({ name: parts[2], version: output.OUTPUT_WIDGET_VERSION, exports: output });
    }
    async function show(message, place) {
      const widget = message.content.data?.['application/vnd.jupyter.widget-view+json'];
      const output = document.createElement(widget ? 'div' : 'pre');
      if (widget) {
        output.className = 'cell-output-ipywidget-background';
        place.append(output);
        const view = await manager.create_view(await manager.get_model(widget.model_id), { el: output });
        await manager.display_view(widget, view, { node: output });
      } else if (['stream', 'error'].includes(message.msg_type)) {
        output.dataset.mimeType = `application/vnd.jupyter.${message.content.name === 'stdout' ? 'stdout' : 'stderr'}`;
        output.append((message.content.text ?? message.content.traceback.join('\n')).replace(/\x1b\[[\d;]*m/g, ''));
        place.append(output);
      }
    }
    return async source => {
      const place = cell();
      const future = session.kernel.requestExecute({ code: source }, false);
      let shown = Promise.resolve();
      future.onIOPub = message => { shown = shown.then(() => show(message, place)); };
      await future.done;
      await shown;
      return place.id;
    };
  }

  return { session, run: await (asks.includes('vscode') ? vscode : lab)() };
})();
