window.lethePlotly ??= window.Plotly ?? (() => {
    const settings = document.getElementById('jupyter-config-data');
    const base = document.body.dataset.baseUrl ?? (settings && JSON.parse(settings.textContent).baseUrl);
    return base && new Promise(done => {
      const script = document.createElement('script');
      script.onload = () => done(window.Plotly);
      script.onerror = () => done(null);
      script.src = base.replace(/\/?$/, '/') + PATH;
      document.head.append(script);
    });
  })();
