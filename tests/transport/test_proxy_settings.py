"""Which hosts go through which proxy."""

import pytest

from leaddesk.transport.proxy_settings import find_proxy, proxy_name

SETTINGS = {"https": "http://proxy.example.com:3128", "no": "internal.example.com, .example.org,*.example.net"}


@pytest.mark.parametrize(
    ("host", "proxied"),
    [
        ("api.example.com", True),
        ("internal.example.com", False),
        ("deep.internal.example.com", False),
        ("notinternal.example.com", True),
        ("www.example.org", False),
        ("WWW.EXAMPLE.NET", False),
        ("localhost", False),
        ("127.0.0.1", False),
        ("127.8.8.8", False),
        ("::1", False),
    ],
)
def test_exceptions_and_this_machine_are_reached_directly(host, proxied):
    assert bool(find_proxy("https", host, SETTINGS)) == proxied


def test_the_setting_for_all_schemes_and_one_without_a_scheme_are_understood():
    assert find_proxy("https", "api.example.com", {"all": "proxy.example.com:80"}) == "http://proxy.example.com:80"
    assert find_proxy("https", "api.example.com", {"https": "http://a.example.com", "no": "*"}) == ""
    assert find_proxy("https", "api.example.com", {}) == ""


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("http://person:pass@proxy.example.com:3128/x?y", "proxy.example.com:3128"),
        ("http://proxy.example.com", "proxy.example.com"),
        ("http://[broken", "(its address cannot be read)"),
        ("http://proxy.example.com:99999", "(its address cannot be read)"),
        ("", ""),
    ],
)
def test_a_proxy_is_named_without_its_password(address, name):
    assert proxy_name(address) == name
