"""The app's pages. Start them with `analyser app`, which also brings sound and uploads."""

import streamlit as st

from analyser.dashboard.pages import all_pages
from analyser.dashboard.viewer import SIDE_WIDTH, choose_viewer

st.set_page_config(
    page_title="Facilitator practice analyser",
    page_icon="◔",
    layout="wide",
    initial_sidebar_state=SIDE_WIDTH,
)
choose_viewer()
st.navigation(list(all_pages().values()), position="top").run()
