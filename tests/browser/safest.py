"""Firefox's settings as they are in Tor Browser at its "Safest" level, and what keeps a test browser quiet.

Source: Tor Browser's security levels (torbutton, `security_level`): Safest switches off scripts, SVG, MathML, web
fonts, asm.js, WebAssembly and just-in-time compilers; its PDF viewer does not run, so a PDF is a download.
"""

from pathlib import Path

SAFEST = {
    "javascript.enabled": False,
    "svg.disabled": True,
    "mathml.disabled": True,
    "gfx.downloadable_fonts.enabled": False,
    "gfx.font_rendering.graphite.enabled": False,
    "gfx.font_rendering.opentype_svg.enabled": False,
    "javascript.options.asmjs": False,
    "javascript.options.wasm": False,
    "javascript.options.ion": False,
    "javascript.options.baselinejit": False,
    "media.webaudio.enabled": False,
    "pdfjs.disabled": True,
}

# What Tor Browser says about every visitor: English, light, no stored pages.
EVERYBODY_ALIKE = {
    "intl.accept_languages": "en-US, en",
    "layout.css.prefers-color-scheme.content-override": 1,
    "browser.cache.disk.enable": False,
    "dom.securecontext.allowlist_onions": True,
    "dom.security.https_first": False,
    "dom.security.https_first_pbm": False,
    "dom.security.https_only_mode": False,
    "signon.rememberSignons": False,
    "browser.formfill.enable": False,
}

# The test browser meets our server and nobody else: no proxy, and names are not even looked up.
NO_NETWORK = {
    "network.proxy.type": 0,
    "network.dns.disabled": True,
    "network.dns.disablePrefetch": True,
    "network.prefetch-next": False,
    "network.predictor.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.trr.mode": 5,
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.region.update.enabled": False,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.update.enabled": False,
    "services.settings.server": "data:,none",
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "data:,none",
}


def settings(downloads: Path) -> dict[str, object]:
    """Return all settings of a test browser that saves what it downloads in the folder `downloads` without asking."""
    saving: dict[str, object] = {
        "browser.download.folderList": 2,
        "browser.download.dir": str(downloads),
        "browser.download.useDownloadDir": True,
        "browser.download.always_ask_before_handling_new_types": False,
        "browser.download.alwaysOpenPanel": False,
        "browser.download.start_downloads_in_tmp_dir": False,
        "browser.helperApps.deleteTempFileOnExit": True,
    }
    return {**SAFEST, **EVERYBODY_ALIKE, **NO_NETWORK, **saving}
