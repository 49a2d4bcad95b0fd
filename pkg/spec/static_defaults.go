package spec

func (d *defaulter) static() {
	st := &d.spec.Static
	mode := StaticWhiteNoise
	if d.spec.Proxy != nil {
		mode = StaticNginx
	}
	st.Mode = or(st.Mode, mode)
	st.URL = or(st.URL, "/static/")
	st.Root = or(st.Root, "/app/staticfiles")
	st.Collect = or(st.Collect, CollectAtBuild)
	st.Size = or(st.Size, Quantity(scratchSize))
	st.Resources = st.Resources.or(waitResources)
	st.Upload = d.manage(st.Upload, "collectstatic", "--noinput")
}
