package dattotypes

import (
	"log/slog"
	"strconv"
)

// The models that hold secrets say here what slog shows of them: enough to find the row again, and never a secret. Without,
// slog's JSON handler would hand them to encoding/json, which gives values. Secret and UDFs redact themselves.

// LogValue logs who the key pair belongs to.
func (k APIKeyPair) LogValue() slog.Value {
	return slog.GroupValue(slog.String("userName", k.UserName))
}

// LogValue logs the job's name and component.
func (r CreateQuickJobRequest) LogValue() slog.Value {
	return slog.GroupValue(slog.String("jobName", r.JobName), slog.Any("jobComponent", r.JobComponent))
}

// LogValue logs the site's name.
func (r CreateSiteRequest) LogValue() slog.Value { return slog.GroupValue(slog.String("name", r.Name)) }

// LogValue logs the variable's name.
func (r CreateVariableRequest) LogValue() slog.Value { return variableLog(r.Name, r.Value) }

// LogValue logs which device it is.
func (d Device) LogValue() slog.Value { return deviceLog(d.UID, d.Hostname, d.SiteUID) }

// LogValue logs which device it is.
func (d DeviceV3) LogValue() slog.Value { return deviceLog(d.UID, d.Hostname, d.SiteUID) }

// LogValue logs how many devices the page has.
func (p DevicesPage) LogValue() slog.Value { return pageLog(len(p.Devices)) }

// LogValue logs how many devices the page has.
func (p DevicesPageV3) LogValue() slog.Value { return pageLog(len(p.Devices)) }

// LogValue logs which component it is.
func (c JobComponent) LogValue() slog.Value {
	return slog.GroupValue(slog.String("uid", c.UID), slog.String("name", c.Name), slog.Int("variables", len(c.Variables)))
}

// LogValue logs how many components the page has.
func (p JobComponentsPage) LogValue() slog.Value { return pageLog(len(p.JobComponents)) }

// LogValue logs the variable's name.
func (v JobComponentVariable) LogValue() slog.Value { return variableLog(v.Name, v.Value) }

// LogValue logs the proxy without its password.
func (p ProxySettings) LogValue() slog.Value {
	port := int32(0)
	if p.Port != nil {
		port = *p.Port
	}
	return proxyLog(p.Host, port, p.Type, p.Username, p.Password)
}

// LogValue logs the proxy without its password.
func (r ProxySettingsRequest) LogValue() slog.Value {
	var password Secret
	if r.Password != nil {
		password = *r.Password
	}
	username := ""
	if r.Username != nil {
		username = *r.Username
	}
	return proxyLog(r.Host, r.Port, r.Type, username, password)
}

// LogValue logs which job it is.
func (j QuickJob) LogValue() slog.Value {
	if j.Job == nil {
		return slog.GroupValue(slog.Int("jobComponents", len(j.JobComponents)))
	}
	return slog.GroupValue(slog.String("uid", j.Job.UID), slog.String("name", j.Job.Name), slog.Int("jobComponents", len(j.JobComponents)))
}

// LogValue logs which component it is.
func (c QuickJobComponent) LogValue() slog.Value {
	return slog.GroupValue(slog.String("componentUid", c.ComponentUID), slog.Int("variables", len(c.Variables)))
}

// LogValue logs the variable's name.
func (v QuickJobVariable) LogValue() slog.Value { return variableLog(v.Name, v.Value) }

// LogValue logs how many fields are to be set.
func (r SetUDFsV3Request) LogValue() slog.Value {
	return slog.GroupValue(slog.Int("udfs", len(r.UDFs)))
}

// LogValue logs which site it is.
func (s Site) LogValue() slog.Value {
	return slog.GroupValue(slog.String("uid", s.UID), slog.String("name", s.Name))
}

// LogValue logs the proxy without its password, and how many recipients of mail there are.
func (s SiteSettings) LogValue() slog.Value {
	recipients := slog.Int("mailRecipients", len(s.MailRecipients))
	if s.ProxySettings == nil {
		return slog.GroupValue(recipients)
	}
	return slog.GroupValue(slog.Any("proxySettings", *s.ProxySettings), recipients)
}

// LogValue logs how many sites the page has.
func (p SitesPage) LogValue() slog.Value { return pageLog(len(p.Sites)) }

// LogValue logs which field it is.
func (u UDFV3) LogValue() slog.Value {
	return slog.GroupValue(slog.String("udf", strconv.Itoa(int(u.Ordinal))), slog.String("label", u.Label), slog.String("type", string(u.Type)))
}

// LogValue logs which field it is.
func (r UDFV3Request) LogValue() slog.Value {
	return slog.GroupValue(slog.String("udf", strconv.Itoa(int(r.Ordinal))))
}

// LogValue logs the variable's name.
func (r UpdateVariableRequest) LogValue() slog.Value { return variableLog(r.Name, r.Value) }

// LogValue logs the variable's id and name.
func (v Variable) LogValue() slog.Value {
	return slog.GroupValue(slog.Int64("id", v.ID), slog.String("name", v.Name), slog.Any("value", v.Value))
}

// LogValue logs how many variables the page has.
func (p VariablesPage) LogValue() slog.Value { return pageLog(len(p.Variables)) }

func deviceLog(uid, hostname, siteUID string) slog.Value {
	return slog.GroupValue(slog.String("uid", uid), slog.String("hostname", hostname), slog.String("siteUid", siteUID))
}

func pageLog(rows int) slog.Value { return slog.GroupValue(slog.Int("rows", rows)) }

func proxyLog(host string, port int32, kind ProxyType, username string, password Secret) slog.Value {
	return slog.GroupValue(slog.String("host", host), slog.Int("port", int(port)), slog.String("type", string(kind)),
		slog.String("username", username), slog.Any("password", password))
}

func variableLog(name string, value Secret) slog.Value {
	return slog.GroupValue(slog.String("name", name), slog.Any("value", value))
}
