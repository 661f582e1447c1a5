// Code generated from openapi/datto-rmm.json by oapi-codegen v2.8.2. DO NOT EDIT.

package dattotypes

// Defines values for ActivityEntity.
const (
	ActivityEntityDevice ActivityEntity = "DEVICE"
	ActivityEntityUser   ActivityEntity = "USER"
)

// Defines values for AlertPriority.
const (
	AlertPriorityCritical    AlertPriority = "Critical"
	AlertPriorityHigh        AlertPriority = "High"
	AlertPriorityInformation AlertPriority = "Information"
	AlertPriorityLow         AlertPriority = "Low"
	AlertPriorityModerate    AlertPriority = "Moderate"
	AlertPriorityUnknown     AlertPriority = "Unknown"
)

// Defines values for AntivirusContextStatus.
const (
	AntivirusContextStatusNotDetected        AntivirusContextStatus = "NOTDETECTED"
	AntivirusContextStatusNotRunning         AntivirusContextStatus = "NOTRUNNING"
	AntivirusContextStatusRunningNotUpToDate AntivirusContextStatus = "RUNNINGNOTUPTODATE"
)

// Defines values for AntivirusStatus.
const (
	AntivirusStatusNotDetected           AntivirusStatus = "NotDetected"
	AntivirusStatusNotRunning            AntivirusStatus = "NotRunning"
	AntivirusStatusRunningAndNotUpToDate AntivirusStatus = "RunningAndNotUpToDate"
	AntivirusStatusRunningAndUpToDate    AntivirusStatus = "RunningAndUpToDate"
)

// Defines values for ComponentStatus.
const (
	ComponentStatusFailure ComponentStatus = "Failure"
	ComponentStatusSuccess ComponentStatus = "Success"
)

// Defines values for DeviceClass.
const (
	DeviceClassDevice           DeviceClass = "device"
	DeviceClassESXiHost         DeviceClass = "esxihost"
	DeviceClassPrinter          DeviceClass = "printer"
	DeviceClassRMMNetworkDevice DeviceClass = "rmmnetworkdevice"
	DeviceClassUnknown          DeviceClass = "unknown"
)

// Defines values for DiskNameDesignation.
const (
	DiskNameDesignationAllVolumes   DiskNameDesignation = "ALL_VOLUMES"
	DiskNameDesignationAnyVolume    DiskNameDesignation = "ANY_VOLUME"
	DiskNameDesignationSingleVolume DiskNameDesignation = "SINGLE_VOLUME"
)

// Defines values for DiskUsageUnit.
const (
	DiskUsageUnitFree    DiskUsageUnit = "FREE"
	DiskUsageUnitPercent DiskUsageUnit = "PERCENT"
	DiskUsageUnitUsed    DiskUsageUnit = "USED"
)

// Defines values for FileSystemCondition.
const (
	FileSystemConditionAboveThreshold FileSystemCondition = "ABOVE_THRESHOLD"
	FileSystemConditionBelowThreshold FileSystemCondition = "BELOW_THRESHOLD"
	FileSystemConditionCreated        FileSystemCondition = "CREATED"
	FileSystemConditionRemoved        FileSystemCondition = "REMOVED"
)

// Defines values for FileSystemObjectType.
const (
	FileSystemObjectTypeDirectory FileSystemObjectType = "DIRECTORY"
	FileSystemObjectTypeFile      FileSystemObjectType = "FILE"
)

// Defines values for FilterType.
const (
	FilterTypeCustom  FilterType = "custom"
	FilterTypeDefault FilterType = "rmm_default"
	FilterTypeSite    FilterType = "site"
)

// Defines values for JobDeploymentStatus.
const (
	JobDeploymentStatusExpired JobDeploymentStatus = "Expired"
	JobDeploymentStatusFailure JobDeploymentStatus = "Failure"
	JobDeploymentStatusPending JobDeploymentStatus = "Pending"
	JobDeploymentStatusRetired JobDeploymentStatus = "Retired"
	JobDeploymentStatusRunning JobDeploymentStatus = "Running"
	JobDeploymentStatusSuccess JobDeploymentStatus = "Success"
	JobDeploymentStatusWarning JobDeploymentStatus = "Warning"
)

// Defines values for JobStatus.
const (
	JobStatusActive    JobStatus = "active"
	JobStatusCompleted JobStatus = "completed"
)

// Defines values for OnlineStatus.
const (
	OnlineStatusOffline OnlineStatus = "OFFLINE"
	OnlineStatusOnline  OnlineStatus = "ONLINE"
)

// Defines values for PatchInstallStatus.
const (
	PatchInstallStatusApprovedPending PatchInstallStatus = "APPROVED_PENDING"
	PatchInstallStatusInstalled       PatchInstallStatus = "INSTALLED"
	PatchInstallStatusNotApproved     PatchInstallStatus = "NOT_APPROVED"
)

// Defines values for PatchSeverity.
const (
	PatchSeverityCritical    PatchSeverity = "CRITICAL"
	PatchSeverityImportant   PatchSeverity = "IMPORTANT"
	PatchSeverityLow         PatchSeverity = "LOW"
	PatchSeverityModerate    PatchSeverity = "MODERATE"
	PatchSeverityUnspecified PatchSeverity = "UNSPECIFIED"
)

// Defines values for PatchStatus.
const (
	PatchStatusApprovedPending PatchStatus = "ApprovedPending"
	PatchStatusFullyPatched    PatchStatus = "FullyPatched"
	PatchStatusInstallError    PatchStatus = "InstallError"
	PatchStatusNoData          PatchStatus = "NoData"
	PatchStatusNoPolicy        PatchStatus = "NoPolicy"
	PatchStatusRebootRequired  PatchStatus = "RebootRequired"
)

// Defines values for PatchType.
const (
	PatchTypeDriver   PatchType = "DRIVER"
	PatchTypeSoftware PatchType = "SOFTWARE"
)

// Defines values for ProcessStatus.
const (
	ProcessStatusContinuePending ProcessStatus = "CONTINUEPENDING"
	ProcessStatusPausePending    ProcessStatus = "PAUSEPENDING"
	ProcessStatusPaused          ProcessStatus = "PAUSED"
	ProcessStatusRunning         ProcessStatus = "RUNNING"
	ProcessStatusStartPending    ProcessStatus = "STARTPENDING"
	ProcessStatusStopPending     ProcessStatus = "STOPPENDING"
	ProcessStatusStopped         ProcessStatus = "STOPPED"
)

// Defines values for ProxyType.
const (
	ProxyTypeHTTP   ProxyType = "http"
	ProxyTypeSOCKS4 ProxyType = "socks4"
	ProxyTypeSOCKS5 ProxyType = "socks5"
)

// Defines values for ResourceType.
const (
	ResourceTypeCPU            ResourceType = "CPU"
	ResourceTypeDiskHealth     ResourceType = "DISKHEALTH"
	ResourceTypeFan            ResourceType = "FAN"
	ResourceTypeMemory         ResourceType = "MEMORY"
	ResourceTypePSU            ResourceType = "PSU"
	ResourceTypeSNMPThroughput ResourceType = "SNMP_THROUGHPUT"
	ResourceTypeTemperature    ResourceType = "TEMPERATURE"
)

// Defines values for ResponseActionType.
const (
	ResponseActionTypeComponent             ResponseActionType = "COMPONENT"
	ResponseActionTypeEmailSendError        ResponseActionType = "EMAIL_SEND_ERROR"
	ResponseActionTypeEmailSent             ResponseActionType = "EMAIL_SENT"
	ResponseActionTypeTicketClosedCall      ResponseActionType = "TICKET_CLOSED_CALL"
	ResponseActionTypeTicketCreated         ResponseActionType = "TICKET_CREATED"
	ResponseActionTypeTicketCreationError   ResponseActionType = "TICKET_CREATION_ERROR"
	ResponseActionTypeTicketPending         ResponseActionType = "TICKET_PENDING"
	ResponseActionTypeWebhookExecuted       ResponseActionType = "WEBHOOK_EXECUTED"
	ResponseActionTypeWebhookExecutionError ResponseActionType = "WEBHOOK_EXECUTION_ERROR"
)

// Defines values for SecCenterAlertType.
const (
	SecCenterAlertTypeDisabled    SecCenterAlertType = "DISABLED"
	SecCenterAlertTypeNotUpToDate SecCenterAlertType = "NOT_UPTODATE"
)

// Defines values for SoftwareAction.
const (
	SoftwareActionInstalled      SoftwareAction = "INSTALLED"
	SoftwareActionUninstalled    SoftwareAction = "UNINSTALLED"
	SoftwareActionVersionChanged SoftwareAction = "VERSION_CHANGED"
)

// Defines values for UDFType.
const (
	UDFTypeBoolean UDFType = "BOOLEAN"
	UDFTypeDate    UDFType = "DATE"
	UDFTypeNumber  UDFType = "NUMBER"
	UDFTypeString  UDFType = "STRING"
)

// APIKeyPair is a new pair of API keys. Secret, and shown this once.
type APIKeyPair struct {
	// The key: the username of a token request.
	APIAccessKey Secret `json:"apiAccessKey,omitzero"`

	// The secret: the password of a token request.
	APISecretKey Secret `json:"apiSecretKey,omitzero"`

	// The user whose keys they are.
	UserName string `json:"userName,omitempty"`
}

// Account is the customer account that a key belongs to.
type Account struct {
	// Currency of the account. Its form is not known.
	Currency string `json:"currency,omitempty"`

	// Billing address, device limit and time zone.
	Descriptor *AccountDescriptor `json:"descriptor,omitempty"`

	// How many devices the account has, by state.
	DevicesStatus *AccountDevicesStatus `json:"devicesStatus,omitempty"`

	// Numeric id. No operation asks for it.
	ID   int64  `json:"id,omitzero"`
	Name string `json:"name,omitempty"`

	// Short code of the account. Where sites and the request rate show it, it had eight characters and was no UUID.
	UID string `json:"uid,omitempty"`
}

// AccountDescriptor is the billing address, device limit and time zone of an account.
type AccountDescriptor struct {
	// Billing address. The misspelling is the wire's.
	BillingEmail string `json:"bilingEmail,omitempty"`

	// How many devices the account may have.
	DeviceLimit *int32 `json:"deviceLimit,omitempty"`

	// Time zone of the account. The form of the name is not known.
	TimeZone string `json:"timeZone,omitempty"`
}

// AccountDevicesStatus is a count of the account's devices by state.
type AccountDevicesStatus struct {
	NumberOfDevices *int64 `json:"numberOfDevices,omitempty"`

	// Devices of managed sites (not confirmed).
	NumberOfManagedDevices *int64 `json:"numberOfManagedDevices,omitempty"`
	NumberOfOfflineDevices *int64 `json:"numberOfOfflineDevices,omitempty"`

	// Devices of on-demand sites (not confirmed).
	NumberOfOnDemandDevices *int64 `json:"numberOfOnDemandDevices,omitempty"`
	NumberOfOnlineDevices   *int64 `json:"numberOfOnlineDevices,omitempty"`
}

// ActionContext is the context of an alert about software that came, went or changed. Its class is
// sw_action_ctx.
type ActionContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class string `json:"@class,omitempty"`

	// What happened to the package.
	ActionType  SoftwareAction `json:"actionType,omitempty"`
	PackageName string         `json:"packageName,omitempty"`

	// Version before the change; null when there was none (not confirmed).
	PrevVersion string `json:"prevVersion,omitempty"`

	// Version after the change; null when it is gone (not confirmed).
	Version string `json:"version,omitempty"`
}

// ActivityEntity is an open enumeration: the server may send values that are no constant here.
type ActivityEntity string

// ActivityLog is an entry of the activity log: something done by a user, or on a device.
type ActivityLog struct {
	// What was done, within the category: deployment and create of job, chat and jrto of remote, move.device of
	// device were seen. Open.
	Action string `json:"action,omitempty"`

	// Group of the action: job, remote and device were seen. Open.
	Category string `json:"category,omitempty"`

	// When it was done. Epoch seconds on the wire, with or without a fraction; all other times are milliseconds.
	Date Timestamp `json:"date,omitzero"`

	// JSON inside a string: flat members with dotted names such as event.action, device.uid, job.uid, user.email and
	// source.forwarded_ip. Times in it are epoch milliseconds. It repeats the entry, holds personal data, and may
	// fail to parse.
	Details string `json:"details,omitempty"`

	// Numeric id of the device. Its uid stands in details only.
	DeviceID int64 `json:"deviceId,omitzero"`

	// What the entry is about. Upper case here, lower case in the filter. Some accounts show no USER at all.
	Entity ActivityEntity `json:"entity,omitempty"`

	// Whether the job left standard error to be read.
	HasStdErr *bool `json:"hasStdErr,omitempty"`

	// Whether the job left standard output to be read.
	HasStdOut *bool  `json:"hasStdOut,omitempty"`
	Hostname  string `json:"hostname,omitempty"`

	// Identifies the entry. A string, where most ids are numbers.
	ID string `json:"id,omitempty"`

	// The site, by its numeric id.
	Site *SiteReference `json:"site,omitempty"`

	// Who did it. Calls through the API count as done by the key's user.
	User *UserReference `json:"user,omitempty"`
}

// ActivityLogsPage is a page of the activity log.
type ActivityLogsPage struct {
	// The entries. An empty list is the end of the log; a short one is not.
	Activities []ActivityLog `json:"activities,omitempty"`

	// The server's complaint in an answer of status 200. Null when there is none.
	Error string `json:"error,omitempty"`

	// Holds no totalCount. nextPageUrl is there even on the last page.
	PageDetails PageDetails `json:"pageDetails"`
}

// Alert is an alert that a monitor raised about a device.
type Alert struct {
	// What the monitor saw. The members depend on the class.
	AlertContext AlertContext `json:"alertContext,omitzero"`

	// What the monitor does besides alerting. Neither its name nor its kind.
	AlertMonitorInfo *AlertMonitorInfo `json:"alertMonitorInfo,omitempty"`

	// The device and the site. An alert has no link of its own.
	AlertSourceInfo *AlertSourceInfo `json:"alertSourceInfo,omitempty"`

	// Identifies the alert in paths.
	AlertUID string `json:"alertUid,omitempty"`

	// Minutes until the alert resolves by itself. Null when it does not (not confirmed).
	AutoresolveMins *int32 `json:"autoresolveMins,omitempty"`

	// Free text from the endpoint, null when there is none. It can be long, contains HTML entities and direction
	// marks such as &lrm;, and is not to be trusted.
	Diagnostics string `json:"diagnostics,omitempty"`

	// Left from the time when alerts could be muted, before version 8.9.0.
	Muted *bool `json:"muted,omitempty"`

	// How grave the alert is. Capitalised on the wire: Moderate.
	Priority AlertPriority `json:"priority,omitempty"`
	Resolved *bool         `json:"resolved,omitempty"`

	// Who resolved it. Null while it is open.
	ResolvedBy string `json:"resolvedBy,omitempty"`

	// When it was resolved, in epoch milliseconds. Null while it is open.
	ResolvedOn Timestamp `json:"resolvedOn,omitzero"`

	// What was done about it: mails, tickets, components, webhooks. Members of its items are often null.
	ResponseActions []ResponseAction `json:"responseActions,omitempty"`

	// Number of the ticket made for it. Null when there is none.
	TicketNumber string `json:"ticketNumber,omitempty"`

	// When it was raised, in epoch milliseconds.
	Timestamp Timestamp `json:"timestamp,omitzero"`
}

// AlertMonitorInfo is a note on what a monitor does besides raising the alert.
type AlertMonitorInfo struct {
	CreatesTicket *bool `json:"createsTicket,omitempty"`
	SendsEmails   *bool `json:"sendsEmails,omitempty"`
}

// AlertPriority is an open enumeration: the server may send values that are no constant here.
type AlertPriority string

// AlertSourceInfo is the device and the site that an alert is about.
type AlertSourceInfo struct {
	DeviceName string `json:"deviceName,omitempty"`
	DeviceUID  string `json:"deviceUid,omitempty"`
	SiteName   string `json:"siteName,omitempty"`
	SiteUID    string `json:"siteUid,omitempty"`
}

// AlertsPage is a page of alerts.
type AlertsPage struct {
	// The rows. Null or missing means none.
	Alerts []Alert `json:"alerts,omitempty"`

	// Without totalCount in lists of open alerts.
	PageDetails PageDetails `json:"pageDetails"`
}

// Antivirus is an antivirus product and how it does on a device.
type Antivirus struct {
	AntivirusProduct string `json:"antivirusProduct,omitempty"`

	// Whether the product was found, runs, and is up to date.
	AntivirusStatus AntivirusStatus `json:"antivirusStatus,omitempty"`
}

// AntivirusContext is the context of an alert about antivirus. Its class is antivirus_ctx.
type AntivirusContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class       string `json:"@class,omitempty"`
	ProductName string `json:"productName,omitempty"`

	// Whether the product was found, runs, and is up to date. Spelled otherwise than on the device.
	Status AntivirusContextStatus `json:"status,omitempty"`
}

// AntivirusContextStatus is an open enumeration: the server may send values that are no constant here.
type AntivirusContextStatus string

// AntivirusStatus is an open enumeration: the server may send values that are no constant here.
type AntivirusStatus string

// AttachedDevice is a device attached to the audited one, with its driver.
type AttachedDevice struct {
	DeviceName string `json:"deviceName,omitempty"`

	// Free text. Its values are not known.
	DeviceType string `json:"deviceType,omitempty"`
	DriverFile string `json:"driverFile,omitempty"`

	// When the driver's file was changed. Its form on the wire is not known; epoch milliseconds by analogy.
	DriverFileLastModified Timestamp `json:"driverFileLastModified,omitzero"`
	DriverManufacturer     string    `json:"driverManufacturer,omitempty"`
	DriverName             string    `json:"driverName,omitempty"`
	DriverVersion          string    `json:"driverVersion,omitempty"`

	// Where it is attached, as free text.
	PortName string `json:"portName,omitempty"`
}

// BIOS is the firmware of an audited device.
type BIOS struct {
	// Name of this entry in the audit.
	Instance string `json:"instance,omitempty"`

	// When the firmware was released. Its form on the wire is not known; epoch milliseconds by analogy.
	ReleaseDate  Timestamp `json:"releaseDate,omitzero"`
	SerialNumber string    `json:"serialNumber,omitempty"`

	// Version of the SMBIOS tables.
	SmBiosVersion string `json:"smBiosVersion,omitempty"`
}

// BackupManagementContext is the context of an alert about backups. Its class, backup_management_ctx, is not
// confirmed.
type BackupManagementContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class        string `json:"@class,omitempty"`
	ErrorMessage string `json:"errorMessage,omitempty"`

	// Unit unknown.
	Timeout *int32 `json:"timeout,omitempty"`
}

// BaseBoard is the mainboard of an audited device.
type BaseBoard struct {
	Manufacturer string `json:"manufacturer,omitempty"`
	Product      string `json:"product,omitempty"`
}

// Component is a component of the account: a script, application or monitor.
type Component struct {
	// Kind of component, as a code. Its values are not known.
	CategoryCode string `json:"categoryCode,omitempty"`

	// Whether it needs credentials to run. Null was seen.
	CredentialsRequired *bool  `json:"credentialsRequired,omitempty"`
	Description         string `json:"description,omitempty"`

	// Numeric id. Jobs ask for the uid.
	ID   int64  `json:"id,omitzero"`
	Name string `json:"name,omitempty"`

	// Goes into a quick job as componentUid.
	UID string `json:"uid,omitempty"`

	// What can be passed to it.
	Variables []ComponentVariable `json:"variables,omitempty"`
}

// ComponentStatus is an open enumeration: the server may send values that are no constant here.
type ComponentStatus string

// ComponentVariable is a variable that a component declares.
type ComponentVariable struct {
	// Default value, as text.
	DefaultVal  string `json:"defaultVal,omitempty"`
	Description string `json:"description,omitempty"`

	// A boolean whose meaning is not known; presumably input against output.
	Direction *bool `json:"direction,omitempty"`

	// To be repeated exactly in a quick job, case included.
	Name string `json:"name,omitempty"`

	// Type of the value, as free text. Its values are not known; a value that does not parse as it may be refused
	// (not confirmed).
	Type string `json:"type,omitempty"`

	// Position among the component's variables. Whether it counts from 0 is not known.
	VariablesIdx *int32 `json:"variablesIdx,omitempty"`
}

// ComponentsPage is a page of components.
type ComponentsPage struct {
	// The rows. Null or missing means none.
	Components []Component `json:"components,omitempty"`

	// How many rows there are, and links to the pages beside this one.
	PageDetails PageDetails `json:"pageDetails"`
}

// CreateQuickJobRequest is a request to run one component on one device.
type CreateQuickJobRequest struct {
	// The component, nested. A flat body gives 400.
	JobComponent QuickJobComponent `json:"jobComponent"`

	// Free text under which the job appears in the portal and the activity log.
	JobName string `json:"jobName"`
}

// CreateSiteRequest is a request to create a site. Only the name is required.
type CreateSiteRequest struct {
	Description *string `json:"description,omitempty"`
	Name        string  `json:"name"`

	// Free text.
	Notes *string `json:"notes,omitempty"`

	// Whether the site is on-demand rather than managed. Send a JSON boolean.
	OnDemand *bool `json:"onDemand,omitempty"`

	// The proxy its agents use. Later it is changed by operations of its own.
	ProxySettings *ProxySettingsRequest `json:"proxySettings,omitempty"`

	// Whether agents of the site install Splashtop.
	SplashtopAutoInstall *bool `json:"splashtopAutoInstall,omitempty"`
}

// CreateVariableRequest is a request to create a variable.
type CreateVariableRequest struct {
	// Whether the value is hidden from readers. It can be chosen here only.
	Masked *bool  `json:"masked,omitempty"`
	Name   string `json:"name"`

	// A secret, masked or not.
	Value Secret `json:"value"`
}

// CustomSNMPContext is the context of an alert about a custom SNMP value. Its class is custom_snmp_ctx.
type CustomSNMPContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class string `json:"@class,omitempty"`

	// The value read, as text. Its unit depends on the monitor.
	CurrentValue string `json:"currentValue,omitempty"`

	// Name of the value, as the monitor gives it.
	DisplayName string `json:"displayName,omitempty"`

	// Which instance the value was read from (not confirmed).
	MonitorInstance string `json:"monitorInstance,omitempty"`
}

// Device is a device of the account.
type Device struct {
	// Whether the operating system has 64 bits. Null was seen.
	A64Bit *bool `json:"a64Bit,omitempty"`

	// The antivirus product and how it does. Null where there is nothing to tell: printers, ESXi hosts, network
	// devices.
	Antivirus *Antivirus `json:"antivirus,omitempty"`

	// Version of the agent in its internal form (not confirmed). Null for network devices and printers.
	CagVersion string `json:"cagVersion,omitempty"`

	// When the device joined the account. Epoch milliseconds; sources differ, one shows ISO 8601.
	CreationDate Timestamp `json:"creationDate,omitzero"`

	// Whether it was deleted. Such devices stay in the system site Deleted Devices (not confirmed).
	Deleted *bool `json:"deleted,omitempty"`

	// Free text. It may hold credentials.
	Description string `json:"description,omitempty"`

	// Decides which audit answers. rmmnetworkdevice once came without notice.
	DeviceClass DeviceClass `json:"deviceClass,omitempty"`

	// What kind of machine it is, as free text.
	DeviceType *DeviceType `json:"deviceType,omitempty"`

	// Version of the agent as the portal shows it (not confirmed). Null for network devices and printers.
	DisplayVersion string `json:"displayVersion,omitempty"`

	// The domain it belongs to. Null for network devices and printers.
	Domain string `json:"domain,omitempty"`

	// Address seen from outside; personal data. Null for network devices and printers.
	ExtIPAddress string `json:"extIpAddress,omitempty"`
	Hostname     string `json:"hostname,omitempty"`

	// Numeric id, as the activity log shows it. Paths ask for the uid.
	ID int64 `json:"id,omitzero"`

	// Address inside the site's network.
	IntIPAddress string `json:"intIpAddress,omitempty"`

	// When it was last audited. Epoch milliseconds; sources differ, one shows ISO 8601.
	LastAuditDate Timestamp `json:"lastAuditDate,omitzero"`

	// Who signed in last. Personal data. Null for network devices and printers.
	LastLoggedInUser string `json:"lastLoggedInUser,omitempty"`

	// When it was last started. Epoch milliseconds; sources differ, one shows ISO 8601. Null for network devices and
	// printers.
	LastReboot Timestamp `json:"lastReboot,omitzero"`

	// When it last reported. Epoch milliseconds; sources differ, one shows ISO 8601.
	LastSeen Timestamp `json:"lastSeen,omitzero"`

	// Whether it watches the site's network for other devices (not confirmed). Old builds lack it.
	NetworkProbe *bool `json:"networkProbe,omitempty"`

	// Whether it was found by such a probe (not confirmed). Old builds lack it.
	OnboardedViaNetworkMonitor *bool `json:"onboardedViaNetworkMonitor,omitempty"`
	Online                     *bool `json:"online,omitempty"`

	// As free text. Null for network devices and printers.
	OperatingSystem string `json:"operatingSystem,omitempty"`

	// How patching stands. Null where there is nothing to tell: printers, ESXi hosts, network devices.
	PatchManagement *PatchManagement `json:"patchManagement,omitempty"`

	// Link into the portal. It grants no access by itself.
	PortalURL string `json:"portalUrl,omitempty"`

	// Whether it waits for a restart. Null means unknown, which is not false.
	RebootRequired *bool `json:"rebootRequired,omitempty"`

	// Numeric id of the site, for filters of the activity log.
	SiteID      int64  `json:"siteId,omitzero"`
	SiteName    string `json:"siteName,omitempty"`
	SiteUID     string `json:"siteUid,omitempty"`
	SNMPEnabled *bool  `json:"snmpEnabled,omitempty"`

	// Free text; its values are not known. Null for network devices and printers.
	SoftwareStatus string `json:"softwareStatus,omitempty"`

	// Whether it is suspended. What suspends a device is not known.
	Suspended *bool `json:"suspended,omitempty"`

	// The user-defined fields: all 300 in every answer, unset ones null. Two builds left the member out of their
	// documents, none out of its answers. In real accounts it holds recovery keys and passwords.
	UDF UDFs `json:"udf,omitzero"`

	// Identifies the device in paths. An opaque string.
	UID string `json:"uid,omitempty"`

	// Calendar date, yyyy-MM-dd. Null when none is set, and for network devices and printers. Sources differ: one
	// client reads a number.
	WarrantyDate Date `json:"warrantyDate,omitzero"`

	// Link that opens a remote session. It grants no access by itself. Null for network devices and printers.
	WebRemoteURL string `json:"webRemoteUrl,omitempty"`
}

// DeviceAudit is the hardware that the last audit found on a device of class device.
type DeviceAudit struct {
	// Devices attached to it, with their drivers.
	AttachedDevices []AttachedDevice `json:"attachedDevices,omitempty"`
	BaseBoard       *BaseBoard       `json:"baseBoard,omitempty"`
	BIOS            *BIOS            `json:"bios,omitempty"`
	Displays        []Display        `json:"displays,omitempty"`
	LogicalDisks    []LogicalDisk    `json:"logicalDisks,omitempty"`
	MobileInfo      []MobileInfo     `json:"mobileInfo,omitempty"`

	// Its network interfaces.
	NICs           []NetworkInterface `json:"nics,omitempty"`
	PhysicalMemory []PhysicalMemory   `json:"physicalMemory,omitempty"`

	// Link into the portal. It grants no access by itself.
	PortalURL  string      `json:"portalUrl,omitempty"`
	Processors []Processor `json:"processors,omitempty"`

	// What it told over SNMP.
	SNMPInfo    *SNMPInfo    `json:"snmpInfo,omitempty"`
	SystemInfo  *SystemInfo  `json:"systemInfo,omitempty"`
	VideoBoards []VideoBoard `json:"videoBoards,omitempty"`

	// Link that opens a remote session. It grants no access by itself.
	WebRemoteURL string `json:"webRemoteUrl,omitempty"`
}

// DeviceClass is an open enumeration: the server may send values that are no constant here.
type DeviceClass string

// DeviceNetworkInterface is a device of a site with its network interfaces and little else.
type DeviceNetworkInterface struct {
	// What kind of machine it is, as free text.
	DeviceType *DeviceType `json:"deviceType,omitempty"`

	// Address seen from outside; personal data.
	ExtIPAddress string `json:"extIpAddress,omitempty"`
	Hostname     string `json:"hostname,omitempty"`

	// Numeric id. Paths ask for the uid.
	ID int64 `json:"id,omitzero"`

	// Address inside the site's network.
	IntIPAddress string `json:"intIpAddress,omitempty"`

	// Its network interfaces.
	NICs []NetworkInterface `json:"nics,omitempty"`

	// Numeric id of the site, for filters of the activity log.
	SiteID   int64  `json:"siteId,omitzero"`
	SiteName string `json:"siteName,omitempty"`
	SiteUID  string `json:"siteUid,omitempty"`

	// Identifies the device in paths. An opaque string.
	UID string `json:"uid,omitempty"`
}

// DeviceType is a kind of machine, in free text.
type DeviceType struct {
	// Such as Laptop, Server or ESXi Host. The filter deviceType matches it. Not to be confused with deviceClass.
	Category string `json:"category,omitempty"`

	// The kind within the category. Its values are not known.
	Type string `json:"type,omitempty"`
}

// DeviceV3 is a device with typed user-defined fields. A preview: not in every build.
type DeviceV3 struct {
	// Whether the operating system has 64 bits. Null was seen.
	A64Bit *bool `json:"a64Bit,omitempty"`

	// The antivirus product and how it does. Null where there is nothing to tell: printers, ESXi hosts, network
	// devices.
	Antivirus *Antivirus `json:"antivirus,omitempty"`

	// Version of the agent in its internal form (not confirmed). Null for network devices and printers.
	CagVersion string `json:"cagVersion,omitempty"`

	// When the device joined the account. Epoch milliseconds; sources differ, one shows ISO 8601.
	CreationDate Timestamp `json:"creationDate,omitzero"`

	// Whether it was deleted. Such devices stay in the system site Deleted Devices (not confirmed).
	Deleted *bool `json:"deleted,omitempty"`

	// Free text. It may hold credentials.
	Description string `json:"description,omitempty"`

	// Decides which audit answers. rmmnetworkdevice once came without notice.
	DeviceClass DeviceClass `json:"deviceClass,omitempty"`

	// What kind of machine it is, as free text.
	DeviceType *DeviceType `json:"deviceType,omitempty"`

	// Version of the agent as the portal shows it (not confirmed). Null for network devices and printers.
	DisplayVersion string `json:"displayVersion,omitempty"`

	// The domain it belongs to. Null for network devices and printers.
	Domain string `json:"domain,omitempty"`

	// Address seen from outside; personal data. Null for network devices and printers.
	ExtIPAddress string `json:"extIpAddress,omitempty"`
	Hostname     string `json:"hostname,omitempty"`

	// Numeric id, as the activity log shows it. Paths ask for the uid.
	ID int64 `json:"id,omitzero"`

	// Address inside the site's network.
	IntIPAddress string `json:"intIpAddress,omitempty"`

	// When it was last audited. Epoch milliseconds; sources differ, one shows ISO 8601.
	LastAuditDate Timestamp `json:"lastAuditDate,omitzero"`

	// Who signed in last. Personal data. Null for network devices and printers.
	LastLoggedInUser string `json:"lastLoggedInUser,omitempty"`

	// When it was last started. Epoch milliseconds; sources differ, one shows ISO 8601. Null for network devices and
	// printers.
	LastReboot Timestamp `json:"lastReboot,omitzero"`

	// When it last reported. Epoch milliseconds; sources differ, one shows ISO 8601.
	LastSeen Timestamp `json:"lastSeen,omitzero"`

	// Whether it watches the site's network for other devices (not confirmed). Old builds lack it.
	NetworkProbe *bool `json:"networkProbe,omitempty"`

	// Whether it was found by such a probe (not confirmed). Old builds lack it.
	OnboardedViaNetworkMonitor *bool `json:"onboardedViaNetworkMonitor,omitempty"`
	Online                     *bool `json:"online,omitempty"`

	// As free text. Null for network devices and printers.
	OperatingSystem string `json:"operatingSystem,omitempty"`

	// How patching stands. Null where there is nothing to tell: printers, ESXi hosts, network devices.
	PatchManagement *PatchManagement `json:"patchManagement,omitempty"`

	// Link into the portal. It grants no access by itself.
	PortalURL string `json:"portalUrl,omitempty"`

	// Whether it waits for a restart. Null means unknown, which is not false.
	RebootRequired *bool `json:"rebootRequired,omitempty"`

	// Numeric id of the site, for filters of the activity log.
	SiteID      int64  `json:"siteId,omitzero"`
	SiteName    string `json:"siteName,omitempty"`
	SiteUID     string `json:"siteUid,omitempty"`
	SNMPEnabled *bool  `json:"snmpEnabled,omitempty"`

	// Free text; its values are not known. Null for network devices and printers.
	SoftwareStatus string `json:"softwareStatus,omitempty"`

	// Whether it is suspended. What suspends a device is not known.
	Suspended *bool `json:"suspended,omitempty"`

	// The user-defined fields as a list of typed values, in place of udf.
	UDFs []UDFV3 `json:"udfs,omitempty"`

	// Identifies the device in paths. An opaque string.
	UID string `json:"uid,omitempty"`

	// Calendar date, yyyy-MM-dd. Null when none is set, and for network devices and printers. Sources differ: one
	// client reads a number.
	WarrantyDate Date `json:"warrantyDate,omitzero"`

	// Link that opens a remote session. It grants no access by itself. Null for network devices and printers.
	WebRemoteURL string `json:"webRemoteUrl,omitempty"`
}

// DevicesNetworkInterfacePage is a page of devices with their network interfaces.
type DevicesNetworkInterfacePage struct {
	// The rows. Null or missing means none.
	Devices []DeviceNetworkInterface `json:"devices,omitempty"`

	// How many rows there are, and links to the pages beside this one.
	PageDetails PageDetails `json:"pageDetails"`
}

// DevicesPage is a page of devices.
type DevicesPage struct {
	// The rows. Null or missing means none.
	Devices []Device `json:"devices,omitempty"`

	// How many rows there are, and links to the pages beside this one.
	PageDetails PageDetails `json:"pageDetails"`
}

// DevicesPageV3 is a page of devices.
type DevicesPageV3 struct {
	// The rows. Null or missing means none.
	Devices []DeviceV3 `json:"devices,omitempty"`

	// How many rows there are, and links to the pages beside this one.
	PageDetails PageDetails `json:"pageDetails"`
}

// DiskHealthContext is the context of an alert about a disk's health. Its class, disk_health_ctx, is not
// confirmed.
type DiskHealthContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class  string `json:"@class,omitempty"`
	Reason string `json:"reason,omitempty"`

	// What the monitor watches. The values are shared by several classes.
	Type ResourceType `json:"type,omitempty"`
}

// DiskNameDesignation is an open enumeration: the server may send values that are no constant here.
type DiskNameDesignation string

// DiskUsageContext is the context of an alert about disk space. Its class is perf_disk_usage_ctx.
type DiskUsageContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class    string `json:"@class,omitempty"`
	DiskName string `json:"diskName,omitempty"`

	// Which volumes the monitor watches.
	DiskNameDesignation DiskNameDesignation `json:"diskNameDesignation,omitempty"`

	// Free space in KB (1024 bytes).
	FreeSpace *float64 `json:"freeSpace,omitempty"`

	// Size of the volume in KB (1024 bytes).
	TotalVolume *float64 `json:"totalVolume,omitempty"`

	// What the monitor's threshold means (not confirmed). The sizes are in KB in any case.
	UnitOfMeasure DiskUsageUnit `json:"unitOfMeasure,omitempty"`
}

// DiskUsageUnit is an open enumeration: the server may send values that are no constant here.
type DiskUsageUnit string

// Display is a screen of an audited device.
type Display struct {
	// Name of this entry in the audit.
	Instance string `json:"instance,omitempty"`

	// Pixels (not confirmed).
	ScreenHeight *int32 `json:"screenHeight,omitempty"`

	// Pixels (not confirmed).
	ScreenWidth *int32 `json:"screenWidth,omitempty"`
}

// DnetSiteMapping is a site and the networks of the networking product that belong to it.
type DnetSiteMapping struct {
	// Short code of the account.
	AccountUID string `json:"accountUid,omitempty"`

	// Numeric ids of the networks in the networking product.
	DattoNetworkingNetworkIds []int64 `json:"dattoNetworkingNetworkIds,omitempty"`
	Description               string  `json:"description,omitempty"`

	// Numeric id of the site.
	ID   int64  `json:"id,omitzero"`
	Name string `json:"name,omitempty"`

	// Link into the portal. It grants no access by itself.
	PortalURL string `json:"portalUrl,omitempty"`

	// The site's uid. That of the system site Deleted Devices is no well-formed UUID.
	UID string `json:"uid,omitempty"`
}

// DnetSiteMappingsPage is a page of sites and their networks.
type DnetSiteMappingsPage struct {
	// The rows. Null or missing means none.
	DnetSiteMappings []DnetSiteMapping `json:"dnetSiteMappings,omitempty"`

	// How many rows there are, and links to the pages beside this one.
	PageDetails PageDetails `json:"pageDetails"`
}

// ESXiDataExtent is a piece of storage that a datastore of an ESXi host is made of.
type ESXiDataExtent struct {
	// Free text. Its values are not known.
	MediaType string `json:"mediaType,omitempty"`
	Name      string `json:"name,omitempty"`

	// Bytes by analogy with other disks (not confirmed).
	Size *Bytes `json:"size,omitempty"`

	// Free text. Its values are not known.
	Status string `json:"status,omitempty"`
}

// ESXiDatastore is a datastore of an ESXi host.
type ESXiDatastore struct {
	// What it is made of.
	DataExtents   []ESXiDataExtent `json:"dataExtents,omitempty"`
	DatastoreName string           `json:"datastoreName,omitempty"`

	// Kind of file system, as free text.
	FileSystem string `json:"fileSystem,omitempty"`

	// Bytes by analogy with other disks (not confirmed).
	FreeSpace *Bytes `json:"freeSpace,omitempty"`

	// Bytes by analogy with other disks (not confirmed).
	Size *Bytes `json:"size,omitempty"`

	// Free text. Its values are not known.
	Status string `json:"status,omitempty"`

	// How much of it is promised to guests, in percent (not confirmed).
	SubscriptionPercent *int32 `json:"subscriptionPercent,omitempty"`
}

// ESXiGuest is a virtual machine on an ESXi host.
type ESXiGuest struct {
	// Names of its datastores in one text. How they are separated is not known.
	Datastores string `json:"datastores,omitempty"`
	GuestName  string `json:"guestName,omitempty"`

	// Unit unknown.
	MemorySizeTotal   *int64 `json:"memorySizeTotal,omitempty"`
	NumberOfSnapshots *int32 `json:"numberOfSnapshots,omitempty"`

	// Unit unknown.
	ProcessorSpeedTotal *int32 `json:"processorSpeedTotal,omitempty"`
}

// ESXiHostAudit is the hardware, datastores and guests that the last audit found on an ESXi host.
type ESXiHostAudit struct {
	Datastores []ESXiDatastore `json:"datastores,omitempty"`
	Guests     []ESXiGuest     `json:"guests,omitempty"`

	// Its network interfaces.
	NICs           []ESXiNIC        `json:"nics,omitempty"`
	PhysicalMemory []PhysicalMemory `json:"physicalMemory,omitempty"`

	// Link into the portal. It grants no access by itself.
	PortalURL  string          `json:"portalUrl,omitempty"`
	Processors []ESXiProcessor `json:"processors,omitempty"`
	SystemInfo *ESXiSystemInfo `json:"systemInfo,omitempty"`
}

// ESXiNIC is a network interface of an ESXi host.
type ESXiNIC struct {
	Ipv4 string `json:"ipv4,omitempty"`
	Ipv6 string `json:"ipv6,omitempty"`

	// Hardware address. Whether its digits come with separators is not known; paths take it without.
	MACAddress string `json:"macAddress,omitempty"`
	Name       string `json:"name,omitempty"`

	// Text. Unit unknown.
	Speed string `json:"speed,omitempty"`

	// Free text. Its values are not known.
	Type string `json:"type,omitempty"`
}

// ESXiProcessor is a processor of an ESXi host.
type ESXiProcessor struct {
	// Unit unknown.
	Frequency     *float64 `json:"frequency,omitempty"`
	Name          string   `json:"name,omitempty"`
	NumberOfCores *int32   `json:"numberOfCores,omitempty"`
}

// ESXiSystemInfo is a summary of an ESXi host.
type ESXiSystemInfo struct {
	Manufacturer string `json:"manufacturer,omitempty"`
	Model        string `json:"model,omitempty"`
	Name         string `json:"name,omitempty"`

	// Snapshots of all its guests (not confirmed).
	NumberOfSnapshots *int32 `json:"numberOfSnapshots,omitempty"`

	// The maker's serial number.
	ServiceTag string `json:"serviceTag,omitempty"`
}

// EndpointSecurityThreatContext is the context of an alert from the endpoint security product. Its class is
// endpoint_security_threat_ctx.
type EndpointSecurityThreatContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class       string `json:"@class,omitempty"`
	Description string `json:"description,omitempty"`

	// Id of the alert in the endpoint security product (not confirmed).
	EsAlertID string `json:"esAlertId,omitempty"`
}

// EndpointSecurityWindowsDefenderContext is the context of an alert from Windows Defender. Its class,
// endpoint_security_windows_defender_ctx, is not confirmed.
type EndpointSecurityWindowsDefenderContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class       string `json:"@class,omitempty"`
	Description string `json:"description,omitempty"`

	// Id of the alert in the endpoint security product (not confirmed).
	EsAlertID string `json:"esAlertId,omitempty"`
}

// ErrorResponse is the body of an error, as newer builds declare it. Errors also come as other JSON, as text, as
// HTML and empty.
type ErrorResponse struct {
	// Name of the status, such as Not Found. It says nothing about the cause.
	Error string `json:"error,omitempty"`

	// Path of the request, without /api.
	Path string `json:"path,omitempty"`

	// The HTTP status.
	Status *int32 `json:"status,omitempty"`

	// When it happened, in epoch milliseconds.
	Timestamp *int64 `json:"timestamp,omitempty"`
}

// EventLogContext is the context of an alert about an event log entry. Its class is eventlog_ctx.
type EventLogContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class string `json:"@class,omitempty"`

	// Whether the flood of events suspended the monitor (not confirmed).
	CausedSuspension *bool `json:"causedSuspension,omitempty"`

	// Id of the event, as text. Sources differ: one client reads a member eventId instead.
	Code        string `json:"code,omitempty"`
	Description string `json:"description,omitempty"`

	// When the event last came. Its form on the wire is not known; epoch milliseconds by analogy.
	LastTriggered Timestamp `json:"lastTriggered,omitzero"`

	// Which log, such as System.
	LogName string `json:"logName,omitempty"`

	// Program that wrote the event.
	Source string `json:"source,omitempty"`

	// How often the event came. Over which span is not known.
	TriggerCount *int32 `json:"triggerCount,omitempty"`

	// Level of the event, as free text (not confirmed).
	Type string `json:"type,omitempty"`
}

// FanContext is the context of an alert about a fan. Its class, fan_ctx, is not confirmed.
type FanContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class  string `json:"@class,omitempty"`
	Reason string `json:"reason,omitempty"`

	// What the monitor watches. The values are shared by several classes.
	Type ResourceType `json:"type,omitempty"`
}

// FileSystemCondition is an open enumeration: the server may send values that are no constant here.
type FileSystemCondition string

// FileSystemContext is the context of an alert about a file or folder. Its class is fs_object_ctx.
type FileSystemContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class string `json:"@class,omitempty"`

	// What raised the alert.
	Condition FileSystemCondition `json:"condition,omitempty"`

	// File or folder. Null was seen.
	ObjectType FileSystemObjectType `json:"objectType,omitempty"`
	Path       string               `json:"path,omitempty"`

	// What was measured. Unit unknown.
	Sample *float64 `json:"sample,omitempty"`

	// What the monitor compares with, in the unit of sample.
	Threshold *float64 `json:"threshold,omitempty"`
}

// FileSystemObjectType is an open enumeration: the server may send values that are no constant here.
type FileSystemObjectType string

// Filter is a saved selection of devices.
type Filter struct {
	// When it was made. Its form on the wire is not known; epoch milliseconds by analogy.
	DateCreate  Timestamp `json:"dateCreate,omitzero"`
	Description string    `json:"description,omitempty"`

	// Numeric id: the filterId of device lists. Filters have no uid.
	ID int64 `json:"id,omitzero"`

	// When it was changed. Its form on the wire is not known; epoch milliseconds by analogy.
	LastUpdated Timestamp `json:"lastUpdated,omitzero"`
	Name        string    `json:"name,omitempty"`

	// Whose it is: the product's, a user's or a site's (not confirmed).
	Type FilterType `json:"type,omitempty"`
}

// FilterType is an open enumeration: the server may send values that are no constant here.
type FilterType string

// FiltersPage is a page of filters.
type FiltersPage struct {
	// The rows. Null or missing means none.
	Filters []Filter `json:"filters,omitempty"`

	// How many rows there are, and links to the pages beside this one.
	PageDetails PageDetails `json:"pageDetails"`
}

// GeneralSettings is a site's general settings.
type GeneralSettings struct {
	Description string `json:"description,omitempty"`
	Name        string `json:"name,omitempty"`

	// Whether the site is on-demand rather than managed.
	OnDemand *bool `json:"onDemand,omitempty"`

	// The site's uid (not confirmed).
	UID string `json:"uid,omitempty"`
}

// Job is a job: components run on devices.
type Job struct {
	// When it was made. Its form on the wire is not known; epoch milliseconds by analogy.
	DateCreated Timestamp `json:"dateCreated,omitzero"`

	// Numeric id. Paths ask for the uid.
	ID   int64  `json:"id,omitzero"`
	Name string `json:"name,omitempty"`

	// Whether the job goes on. Completed says nothing of success.
	Status JobStatus `json:"status,omitempty"`

	// Identifies the job in paths. Of a scheduled job only the latest run can be reached.
	UID string `json:"uid,omitempty"`
}

// JobComponent is a component as a job runs it.
type JobComponent struct {
	Name string `json:"name,omitempty"`

	// The component's uid.
	UID string `json:"uid,omitempty"`

	// What is passed to it.
	Variables []JobComponentVariable `json:"variables,omitempty"`
}

// JobComponentResult is the result of one component of a job on one device.
type JobComponentResult struct {
	ComponentName   string          `json:"componentName,omitempty"`
	ComponentStatus ComponentStatus `json:"componentStatus,omitempty"`
	ComponentUID    string          `json:"componentUid,omitempty"`

	// Whether there is standard error to read.
	HasStdErr *bool `json:"hasStdErr,omitempty"`

	// Whether there is standard output to read.
	HasStdOut *bool `json:"hasStdOut,omitempty"`

	// Warnings the component gave.
	NumberOfWarnings *int32 `json:"numberOfWarnings,omitempty"`
}

// JobComponentVariable is a value that a job passes to a component.
type JobComponentVariable struct {
	Name string `json:"name,omitempty"`

	// Text. It may be a secret.
	Value Secret `json:"value,omitzero"`
}

// JobComponentsPage is a page of a job's components.
type JobComponentsPage struct {
	// The rows. Null or missing means none.
	JobComponents []JobComponent `json:"jobComponents,omitempty"`

	// How many rows there are, and links to the pages beside this one.
	PageDetails PageDetails `json:"pageDetails"`
}

// JobDeploymentStatus is an open enumeration: the server may send values that are no constant here.
type JobDeploymentStatus string

// JobOutput is the output of one component of a job on one device.
type JobOutput struct {
	ComponentName string `json:"componentName,omitempty"`
	ComponentUID  string `json:"componentUid,omitempty"`

	// The text. It may be large, may hold secrets, and is not to be trusted.
	StdData string `json:"stdData,omitempty"`
}

// JobResults is the results of a job on one device.
type JobResults struct {
	// One entry a component.
	ComponentResults []JobComponentResult `json:"componentResults,omitempty"`
	DeviceUID        string               `json:"deviceUid,omitempty"`

	// How far the job is on this device.
	JobDeploymentStatus JobDeploymentStatus `json:"jobDeploymentStatus,omitempty"`
	JobUID              string              `json:"jobUid,omitempty"`

	// When it ran. Its form on the wire is not known; epoch milliseconds by analogy.
	RanOn Timestamp `json:"ranOn,omitzero"`
}

// JobStatus is an open enumeration: the server may send values that are no constant here.
type JobStatus string

// LogicalDisk is a volume of an audited device.
type LogicalDisk struct {
	Description string `json:"description,omitempty"`

	// Name of the volume.
	DiskIdentifier string `json:"diskIdentifier,omitempty"`

	// Bytes, now and then as a numeric string.
	Freespace *Bytes `json:"freespace,omitempty"`

	// Bytes, now and then as a numeric string.
	Size *Bytes `json:"size,omitempty"`
}

// MailRecipient is a person who gets mail about a site.
type MailRecipient struct {
	// E-mail address. Personal data.
	Email string `json:"email,omitempty"`
	Name  string `json:"name,omitempty"`

	// A number whose meaning is not known. The documents declare it as write-only, yet it is part of answers.
	Receives           *int64 `json:"receives,omitempty"`
	ReceivesAlerts     *bool  `json:"receivesAlerts,omitempty"`
	ReceivesNewDevices *bool  `json:"receivesNewDevices,omitempty"`
	ReceivesReports    *bool  `json:"receivesReports,omitempty"`

	// Free text. Its values are not known.
	Type string `json:"type,omitempty"`
}

// MobileInfo is a mobile connection of an audited device.
type MobileInfo struct {
	// Serial number of the SIM card.
	ICCID string `json:"iccid,omitempty"`

	// Serial number of the radio.
	IMEI string `json:"imei,omitempty"`

	// Telephone number. Personal data.
	Number string `json:"number,omitempty"`

	// Mobile network.
	Operator string `json:"operator,omitempty"`
}

// NetworkInterface is a network interface of a device.
type NetworkInterface struct {
	// Name of the interface.
	Instance string `json:"instance,omitempty"`
	Ipv4     string `json:"ipv4,omitempty"`
	Ipv6     string `json:"ipv6,omitempty"`

	// Hardware address. Whether its digits come with separators is not known; paths take it without.
	MACAddress string `json:"macAddress,omitempty"`

	// Free text. Its values are not known.
	Type string `json:"type,omitempty"`
}

// NetworkMonitorContext is the context of an alert from network monitoring. Its class, network_monitor_ctx, is
// not confirmed.
type NetworkMonitorContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class       string `json:"@class,omitempty"`
	Description string `json:"description,omitempty"`
}

// OnlineOfflineStatusContext is the context of an alert about a device that came or went. Its class is
// online_offline_status_ctx.
type OnlineOfflineStatusContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class string `json:"@class,omitempty"`

	// What the device was when the alert was raised.
	Status OnlineStatus `json:"status,omitempty"`
}

// OnlineStatus is an open enumeration: the server may send values that are no constant here.
type OnlineStatus string

// OperationRateStatus is the state of one write operation's window.
type OperationRateStatus struct {
	// Calls in the current window, of all users.
	Count *int32 `json:"count,omitempty"`

	// Calls a window admits: 100 as a rule, 600 for device-udf-set.
	Limit *int32 `json:"limit,omitempty"`
}

// PSUContext is the context of an alert about a power supply. Its class, psu_ctx, is not confirmed.
type PSUContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class  string `json:"@class,omitempty"`
	Reason string `json:"reason,omitempty"`

	// What the monitor watches. The values are shared by several classes.
	Type ResourceType `json:"type,omitempty"`
}

// PageDetails is the place of a page in its list. There is neither a page number nor a number of pages.
type PageDetails struct {
	// Rows on this page.
	Count *int32 `json:"count,omitempty"`

	// Absolute link to the next page, null at the end. It keeps max but can lose filters; take the page or the
	// cursor from it and nothing else. In the activity log it comes even at the end.
	NextPageURL string `json:"nextPageUrl,omitempty"`

	// Absolute link to the page before, null on the first.
	PrevPageURL string `json:"prevPageUrl,omitempty"`

	// Rows of the whole list. Null or missing for open alerts and the activity log.
	TotalCount *int64 `json:"totalCount,omitempty"`
}

// Pagination is the page sizes the server admits.
type Pagination struct {
	// Largest and default page size, 250. Not that of alert lists, which is not published.
	Max *int32 `json:"max,omitempty"`
}

// Patch is a patch and how it stands with a device.
type Patch struct {
	// Free texts. Their values are not known.
	Category    []string `json:"category,omitempty"`
	Description string   `json:"description,omitempty"`

	// How it stands: installed, approved and waiting, or not approved.
	InstallStatus PatchInstallStatus `json:"installStatus,omitempty"`

	// Number of the maker's article about it.
	KBArticleID string `json:"kbArticleId,omitempty"`

	// Whether somebody decided on it by hand against the policy (not confirmed).
	ManualOverride *bool `json:"manualOverride,omitempty"`

	// Size of the download. Unit unknown.
	MaxSize *int64 `json:"maxSize,omitempty"`

	// Identifies the patch.
	PatchID string `json:"patchId,omitempty"`

	// Whether installing it takes a restart.
	RebootRequired *bool `json:"rebootRequired,omitempty"`

	// Text whose form is not known.
	ReleaseDate string `json:"releaseDate,omitempty"`

	// Whether installing it asks the user something.
	RequireUserInput *bool `json:"requireUserInput,omitempty"`

	// How grave its maker calls it (not confirmed).
	Severity PatchSeverity `json:"severity,omitempty"`
	Title    string        `json:"title,omitempty"`
	Type     PatchType     `json:"type,omitempty"`
}

// PatchContext is the context of an alert about patching. Its class is patch_ctx.
type PatchContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class string `json:"@class,omitempty"`

	// Free text about the result.
	Info      string `json:"info,omitempty"`
	PatchUID  string `json:"patchUid,omitempty"`
	PolicyUID string `json:"policyUid,omitempty"`

	// Free text. Its values are not known.
	Result string `json:"result,omitempty"`
}

// PatchInstallStatus is an open enumeration: the server may send values that are no constant here.
type PatchInstallStatus string

// PatchManagement is the state of patching on a device.
type PatchManagement struct {
	// The state in one word.
	PatchStatus PatchStatus `json:"patchStatus,omitempty"`

	// Patches approved and not yet installed.
	PatchesApprovedPending *int64 `json:"patchesApprovedPending,omitempty"`
	PatchesInstalled       *int64 `json:"patchesInstalled,omitempty"`
	PatchesNotApproved     *int64 `json:"patchesNotApproved,omitempty"`
}

// PatchSeverity is an open enumeration: the server may send values that are no constant here.
type PatchSeverity string

// PatchStatus is an open enumeration: the server may send values that are no constant here.
type PatchStatus string

// PatchType is an open enumeration: the server may send values that are no constant here.
type PatchType string

// PatchesPage is a page of a device's patches.
type PatchesPage struct {
	// How many rows there are, and links to the pages beside this one.
	PageDetails PageDetails `json:"pageDetails"`

	// The rows. Null or missing means none.
	Patches []Patch `json:"patches,omitempty"`
}

// PerformanceResourceUsageContext is the context of an alert about processor, memory or network load. Its class
// is perf_resource_usage_ctx. No document declares it; live clients read it.
type PerformanceResourceUsageContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class string `json:"@class,omitempty"`

	// Load in percent.
	Percentage *float64 `json:"percentage,omitempty"`

	// Which load.
	Type ResourceType `json:"type,omitempty"`
}

// PhysicalMemory is a memory module of an audited device.
type PhysicalMemory struct {
	// Where the module sits.
	Bank string `json:"bank,omitempty"`

	// Name of the slot (not confirmed).
	Module       string `json:"module,omitempty"`
	PartNumber   string `json:"partNumber,omitempty"`
	SerialNumber string `json:"serialNumber,omitempty"`

	// Bytes by analogy with the total (not confirmed).
	Size *Bytes `json:"size,omitempty"`

	// Text. Unit unknown.
	Speed string `json:"speed,omitempty"`

	// Free text. Its values are not known.
	Type string `json:"type,omitempty"`
}

// PingContext is the context of an alert about a ping. Its class is ping_ctx.
type PingContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class string `json:"@class,omitempty"`

	// What was pinged.
	InstanceName string `json:"instanceName,omitempty"`

	// Why the alert was raised, as free texts.
	Reasons []string `json:"reasons,omitempty"`

	// Presumably milliseconds (not confirmed).
	RoundtripTime *int32 `json:"roundtripTime,omitempty"`
}

// PrinterAudit is the state that the last audit found a printer in.
type PrinterAudit struct {
	// Its network interfaces.
	NICs []NetworkInterface `json:"nics,omitempty"`

	// Link into the portal. It grants no access by itself.
	PortalURL string           `json:"portalUrl,omitempty"`
	Printer   *PrinterCounters `json:"printer,omitempty"`

	// Its toners, inks and the like.
	PrinterMarkerSupplies []PrinterMarkerSupply `json:"printerMarkerSupplies,omitempty"`

	// What it told over SNMP.
	SNMPInfo   *SNMPInfo          `json:"snmpInfo,omitempty"`
	SystemInfo *PrinterSystemInfo `json:"systemInfo,omitempty"`
}

// PrinterContext is the context of an alert about a printer's supplies. Its class, printer_ctx, is not
// confirmed.
type PrinterContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class string `json:"@class,omitempty"`

	// How much is left. Unit unknown.
	CurrentLevel *int32 `json:"currentLevel,omitempty"`
	IPAddress    string `json:"ipAddress,omitempty"`

	// Hardware address. Its form is not known.
	MACAddress string `json:"macAddress,omitempty"`

	// Which supply, as a number. Whether it counts from 0 is not known.
	MarkerSupplyIndex *int32 `json:"markerSupplyIndex,omitempty"`
}

// PrinterCounters is the page counter of a printer.
type PrinterCounters struct {
	// Pages since the printer was made (not confirmed).
	PrintedPageCount *int64 `json:"printedPageCount,omitempty"`
}

// PrinterMarkerSupply is a toner, ink or other supply of a printer.
type PrinterMarkerSupply struct {
	Description string `json:"description,omitempty"`

	// Text. Unit unknown.
	MaxCapacity string `json:"maxCapacity,omitempty"`

	// What is left, as text, in the unit of maxCapacity (not confirmed).
	SuppliesLevel string `json:"suppliesLevel,omitempty"`
}

// PrinterSystemInfo is the make of a printer.
type PrinterSystemInfo struct {
	Manufacturer string `json:"manufacturer,omitempty"`
	Model        string `json:"model,omitempty"`
}

// ProcessStatus is an open enumeration: the server may send values that are no constant here.
type ProcessStatus string

// Processor is a processor of an audited device.
type Processor struct {
	Name string `json:"name,omitempty"`
}

// ProxySettings is the proxy that the agents of a site use.
type ProxySettings struct {
	Host string `json:"host,omitempty"`

	// It can come back in answers. A secret.
	Password Secret `json:"password,omitzero"`
	Port     *int32 `json:"port,omitempty"`

	// Kind of proxy, in lower case.
	Type     ProxyType `json:"type,omitempty"`
	Username string    `json:"username,omitempty"`
}

// ProxySettingsRequest is a proxy for the agents of a site.
type ProxySettingsRequest struct {
	Host string `json:"host"`

	// A secret. Leave it out when the proxy asks for none.
	Password *Secret `json:"password,omitempty"`
	Port     int32   `json:"port"`

	// Kind of proxy. In lower case, or it is refused.
	Type ProxyType `json:"type"`

	// Leave it out when the proxy asks for none.
	Username *string `json:"username,omitempty"`
}

// ProxyType is an open enumeration: the server may send values that are no constant here.
type ProxyType string

// QuickJob is a quick job that was just made.
type QuickJob struct {
	// The job. Its uid is needed to follow it, and is hard to find afterwards.
	Job *Job `json:"job,omitempty"`

	// What it runs.
	JobComponents []JobComponent `json:"jobComponents,omitempty"`
}

// QuickJobComponent is a component to run, and what to pass to it.
type QuickJobComponent struct {
	// The uid from the list of components.
	ComponentUID string `json:"componentUid"`

	// A list of names and values, not an object. Leave it out or send [] when there is nothing to pass.
	Variables []QuickJobVariable `json:"variables,omitempty"`
}

// QuickJobVariable is a value to pass to a component.
type QuickJobVariable struct {
	// Exactly as the component declares it, case included.
	Name string `json:"name"`

	// Text; 16195 characters arrived whole. It can stay behind on the endpoint's disk, so think before you pass a
	// secret.
	Value Secret `json:"value"`
}

// RansomWareContext is the context of an alert about ransomware. Its class, ransomware_ctx, is not confirmed.
type RansomWareContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class               string   `json:"@class,omitempty"`
	AffectedDirectories []string `json:"affectedDirectories,omitempty"`

	// Its form on the wire is not known; epoch milliseconds by analogy.
	AlertTime Timestamp `json:"alertTime,omitzero"`

	// How sure the detection is. Its scale is not known.
	ConfidenceFactor *int32 `json:"confidenceFactor,omitempty"`

	// Meaning not known. Its form on the wire is not known either; epoch milliseconds by analogy.
	MetaAlertTime Timestamp `json:"metaAlertTime,omitzero"`

	// Extension the ransomware gives to files (not confirmed).
	Rwextension string `json:"rwextension,omitempty"`

	// A number whose meaning is not known.
	State *int32 `json:"state,omitempty"`

	// Folders the monitor watches.
	WatchPaths []string `json:"watchPaths,omitempty"`
}

// RequestRate is the account's request windows and how full they are.
type RequestRate struct {
	// Reads in the window, of all users and integrations. Only GET counts.
	AccountCount *int64 `json:"accountCount,omitempty"`

	// Share of the limit, 0.9 where it was asked, from which answers are delayed by a second.
	AccountCutOffRatio *float64 `json:"accountCutOffRatio,omitempty"`

	// Reads that the window admits: 600 where it was asked.
	AccountRateLimit *int64 `json:"accountRateLimit,omitempty"`

	// Short code of the account: eight characters, no UUID.
	AccountUID string `json:"accountUid,omitempty"`

	// Writes in the window. It falls to 0 a minute after the last write rather than slowly (seen once). Absent in
	// old builds and for some accounts.
	AccountWriteCount *int64 `json:"accountWriteCount,omitempty"`

	// Writes that the window admits: 600 where it was asked; help pages say 100. Absent in old builds and for some
	// accounts.
	AccountWriteRateLimit *int32 `json:"accountWriteRateLimit,omitempty"`

	// Windows of single write operations by name, such as site-create; 16 were seen. Absent in old builds and for
	// some accounts.
	OperationWriteStatus map[string]OperationRateStatus `json:"operationWriteStatus,omitempty"`

	// Length of the window in seconds: 60 where it was asked.
	SlidingTimeWindowSizeSeconds *int64 `json:"slidingTimeWindowSizeSeconds,omitempty"`
}

// ResourceType is an open enumeration: the server may send values that are no constant here.
type ResourceType string

// ResourceUsageContext is the context of an alert about a process's use of resources. Its class is
// process_resource_usage_ctx.
type ResourceUsageContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class       string `json:"@class,omitempty"`
	ProcessName string `json:"processName,omitempty"`

	// What was measured. Unit unknown.
	Sample *float64 `json:"sample,omitempty"`

	// What the monitor watches. The values are shared by several classes.
	Type ResourceType `json:"type,omitempty"`
}

// ResponseAction is a response to an alert: a mail, a ticket, a component or a webhook.
type ResponseAction struct {
	// What the response made, such as a ticket; its form depends on the type (not confirmed).
	ActionReference string `json:"actionReference,omitempty"`

	// The same as a number, though a string on the wire (not confirmed).
	ActionReferenceInt string `json:"actionReferenceInt,omitempty"`

	// When it was done. Its form on the wire is not known; epoch milliseconds by analogy.
	ActionTime Timestamp `json:"actionTime,omitzero"`

	// What was done, and whether it failed.
	ActionType  ResponseActionType `json:"actionType,omitempty"`
	Description string             `json:"description,omitempty"`
}

// ResponseActionType is an open enumeration: the server may send values that are no constant here.
type ResponseActionType string

// SNMPInfo is the answers of a device to SNMP.
type SNMPInfo struct {
	NicManufacturer string `json:"nicManufacturer,omitempty"`

	// Object identifier by which its maker names the model.
	ObjectID        string `json:"objectId,omitempty"`
	SNMPContact     string `json:"snmpContact,omitempty"`
	SNMPDescription string `json:"snmpDescription,omitempty"`
	SNMPLocation    string `json:"snmpLocation,omitempty"`
	SNMPName        string `json:"snmpName,omitempty"`
	SNMPSerial      string `json:"snmpSerial,omitempty"`

	// Text. Unit unknown.
	SNMPUptime string `json:"snmpUptime,omitempty"`
}

// SNMPProbeContext is the context of an alert from an SNMP probe. Its class, snmp_probe_ctx, is not confirmed.
type SNMPProbeContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class string `json:"@class,omitempty"`

	// Object asked for. oid is another member: decode by exact case.
	OID         string `json:"OID,omitempty"`
	DeviceName  string `json:"deviceName,omitempty"`
	IPAddress   string `json:"ipAddress,omitempty"`
	MonitorName string `json:"monitorName,omitempty"`

	// Object asked for. OID is another member: decode by exact case.
	OIDLower string `json:"oid,omitempty"`

	// What the device answered, as text.
	ResponseValue string `json:"responseValue,omitempty"`
	RuleName      string `json:"ruleName,omitempty"`
}

// ScriptContext is the context of an alert raised by a monitor script. Its class is comp_script_ctx.
type ScriptContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class string `json:"@class,omitempty"`

	// What the script reported, under names of its own; Alert was seen. Text from an endpoint, not to be trusted.
	Samples map[string]string `json:"samples,omitempty"`
}

// SecCenterAlertType is an open enumeration: the server may send values that are no constant here.
type SecCenterAlertType string

// SecCenterContext is the context of an alert from the Windows security centre. Its class, seccenter_ctx, is not
// confirmed.
type SecCenterContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class string `json:"@class,omitempty"`

	// What is wrong with the product.
	AlertType   SecCenterAlertType `json:"alertType,omitempty"`
	ProductName string             `json:"productName,omitempty"`
}

// SecurityManagementContext is the context of an alert about a managed security product. Its class is
// sec_management_ctx.
type SecurityManagementContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class string `json:"@class,omitempty"`

	// Days; whether until or since the licence ends is not known.
	ExpiryLicenseForDays *int32   `json:"expiryLicenseForDays,omitempty"`
	InfectedFiles        []string `json:"infectedFiles,omitempty"`

	// Unit unknown. 32 bits, so no epoch milliseconds.
	InfoTime    *int32 `json:"infoTime,omitempty"`
	ProductName string `json:"productName,omitempty"`

	// Days since the product was updated.
	ProductNotUpdatedForDays *int32 `json:"productNotUpdatedForDays,omitempty"`

	// A number whose meaning is not known.
	Status *int32 `json:"status,omitempty"`

	// Hours since the infection.
	SystemRemainsInfectedForHours *int32 `json:"systemRemainsInfectedForHours,omitempty"`
	VirusName                     string `json:"virusName,omitempty"`
}

// ServiceResourceUsageContext is the context of an alert about a service's use of resources. Its class is
// srvc_resource_usage_ctx. No document declares it; live clients read it.
type ServiceResourceUsageContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class string `json:"@class,omitempty"`

	// What was measured. Unit unknown.
	Sample      *float64 `json:"sample,omitempty"`
	ServiceName string   `json:"serviceName,omitempty"`

	// Which resource. Its values are not known; presumably those of a process.
	Type string `json:"type,omitempty"`
}

// ServiceStatusContext is the context of an alert about a service's status. Its class is srvc_status_ctx. No
// document declares it; live clients read it.
type ServiceStatusContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class       string `json:"@class,omitempty"`
	ServiceName string `json:"serviceName,omitempty"`

	// Its values are not known; presumably those of a process.
	Status string `json:"status,omitempty"`
}

// SetUDFsV3Request is a request to set typed user-defined fields.
type SetUDFsV3Request struct {
	// The fields to set. Whether others keep their value, as in v2, is not confirmed.
	UDFs []UDFV3Request `json:"udfs"`
}

// SetWarrantyRequest is a request to set a device's warranty date.
type SetWarrantyRequest struct {
	// Calendar date, yyyy-MM-dd. null clears it; leaving it out means nothing.
	WarrantyDate Date `json:"warrantyDate"`
}

// Site is a site of the account: a customer, a place, or one of the system sites.
type Site struct {
	// Short code of the account: eight characters, no UUID.
	AccountUID string `json:"accountUid,omitempty"`

	// Id of the company in Autotask: a string, though it reads as a number. Not filled for every site.
	AutotaskCompanyID string `json:"autotaskCompanyId,omitempty"`

	// Not filled for every site.
	AutotaskCompanyName string `json:"autotaskCompanyName,omitempty"`

	// Free text.
	Description string `json:"description,omitempty"`

	// How many devices the site has.
	DevicesStatus *SiteDevicesStatus `json:"devicesStatus,omitempty"`

	// Numeric id, for filters of the activity log. Paths ask for the uid.
	ID   int64  `json:"id,omitzero"`
	Name string `json:"name,omitempty"`

	// Free text that may hold credentials. Null in every row of the lists seen.
	Notes string `json:"notes,omitempty"`

	// Whether the site is on-demand rather than managed.
	OnDemand *bool `json:"onDemand,omitempty"`

	// Link into the portal. It grants no access by itself.
	PortalURL string `json:"portalUrl,omitempty"`

	// The proxy of its agents. Null in every row of the lists seen; it can hold a password.
	ProxySettings *ProxySettings `json:"proxySettings,omitempty"`

	// Whether agents of the site install Splashtop.
	SplashtopAutoInstall *bool `json:"splashtopAutoInstall,omitempty"`

	// Identifies the site in paths. An opaque string: that of the system site Deleted Devices is no well-formed
	// UUID.
	UID string `json:"uid,omitempty"`
}

// SiteDevicesStatus is a count of a site's devices by connection.
type SiteDevicesStatus struct {
	NumberOfDevices        *int64 `json:"numberOfDevices,omitempty"`
	NumberOfOfflineDevices *int64 `json:"numberOfOfflineDevices,omitempty"`
	NumberOfOnlineDevices  *int64 `json:"numberOfOnlineDevices,omitempty"`
}

// SitePatch is a patch in one installation status, counted over the devices of a site.
type SitePatch struct {
	// Free texts. Their values are not known.
	Category    []string `json:"category,omitempty"`
	Description string   `json:"description,omitempty"`

	// The status counted. The same patch has a row for each status.
	InstallStatus PatchInstallStatus `json:"installStatus,omitempty"`

	// Number of the maker's article about it.
	KBArticleID string `json:"kbArticleId,omitempty"`

	// Size of the download. Unit unknown.
	MaxSize *int64 `json:"maxSize,omitempty"`

	// Identifies the patch, not the row.
	PatchID string `json:"patchId,omitempty"`

	// Whether installing it takes a restart.
	RebootRequired *bool `json:"rebootRequired,omitempty"`

	// Text whose form is not known.
	ReleaseDate string `json:"releaseDate,omitempty"`

	// Whether installing it asks the user something.
	RequireUserInput *bool `json:"requireUserInput,omitempty"`

	// How grave its maker calls it (not confirmed).
	Severity PatchSeverity `json:"severity,omitempty"`
	Title    string        `json:"title,omitempty"`

	// Devices of the site in this status.
	TotalDevices *int64    `json:"totalDevices,omitempty"`
	Type         PatchType `json:"type,omitempty"`
}

// SitePatchesPage is a page of a site's patches.
type SitePatchesPage struct {
	// How many rows there are, and links to the pages beside this one.
	PageDetails PageDetails `json:"pageDetails"`

	// The rows. Null or missing means none.
	Patches []SitePatch `json:"patches,omitempty"`
}

// SiteReference is a site as the activity log names it.
type SiteReference struct {
	// Numeric id, for filters of the activity log. There is no uid here.
	ID   int64  `json:"id,omitzero"`
	Name string `json:"name,omitempty"`
}

// SiteSettings is the settings of a site in three parts.
type SiteSettings struct {
	// Name, description and kind.
	GeneralSettings *GeneralSettings `json:"generalSettings,omitempty"`

	// Who gets mail about the site.
	MailRecipients []MailRecipient `json:"mailRecipients,omitempty"`

	// The proxy of its agents, null without one. It can hold a password.
	ProxySettings *ProxySettings `json:"proxySettings,omitempty"`
}

// SitesPage is a page of sites.
type SitesPage struct {
	// How many rows there are, and links to the pages beside this one.
	PageDetails PageDetails `json:"pageDetails"`

	// The rows. Null or missing means none.
	Sites []Site `json:"sites,omitempty"`
}

// Software is a program found on a device: its name and version and nothing else. Rows have no identity.
type Software struct {
	Name    string `json:"name,omitempty"`
	Version string `json:"version,omitempty"`
}

// SoftwareAction is an open enumeration: the server may send values that are no constant here.
type SoftwareAction string

// SoftwarePage is a page of a device's software.
type SoftwarePage struct {
	// How many rows there are, and links to the pages beside this one.
	PageDetails PageDetails `json:"pageDetails"`

	// The rows. Null or missing means none.
	Software []Software `json:"software,omitempty"`
}

// StatusContext is the context of an alert about a process's status. Its class is process_status_ctx.
type StatusContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class       string `json:"@class,omitempty"`
	ProcessName string `json:"processName,omitempty"`

	// What the process was doing.
	Status ProcessStatus `json:"status,omitempty"`
}

// SystemInfo is a summary of an audited device.
type SystemInfo struct {
	DotNetVersion string `json:"dotNetVersion,omitempty"`
	Manufacturer  string `json:"manufacturer,omitempty"`
	Model         string `json:"model,omitempty"`
	TotalCPUCores *int32 `json:"totalCpuCores,omitempty"`

	// Bytes.
	TotalPhysicalMemory *Bytes `json:"totalPhysicalMemory,omitempty"`

	// Who was signed in at the audit (not confirmed). Personal data.
	Username string `json:"username,omitempty"`
}

// SystemStatus is the version and state of the API.
type SystemStatus struct {
	// When the server was started. Its form on the wire is not known; epoch milliseconds by analogy.
	Started Timestamp `json:"started,omitzero"`

	// Free text. Its values are not known.
	Status string `json:"status,omitempty"`

	// Version of the API. Its form is not known.
	Version string `json:"version,omitempty"`
}

// TemperatureContext is the context of an alert about a temperature. Its class, temperature_ctx, is not
// confirmed.
type TemperatureContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class string `json:"@class,omitempty"`

	// Whether Celsius or Fahrenheit is not known.
	Degree *float64 `json:"degree,omitempty"`

	// What the monitor watches. The values are shared by several classes.
	Type ResourceType `json:"type,omitempty"`
}

// UDFType is an open enumeration: the server may send values that are no constant here.
type UDFType string

// UDFV3 is a typed user-defined field of a device. A preview: not in every build.
type UDFV3 struct {
	// Name the account gave to the field.
	Label string `json:"label,omitempty"`

	// Number of the field: 7 is udf7 of v2.
	Ordinal int32 `json:"ordinal"`

	// Type the account gave to the field. It tells which value is set.
	Type UDFType `json:"type"`

	// Whether the stored text does not fit the type; then the text stands in valueString (not confirmed).
	TypeMisMatch *bool `json:"typeMisMatch,omitempty"`

	// The value of a field of type BOOLEAN.
	ValueBoolean *bool `json:"valueBoolean,omitempty"`

	// The value of a field of type DATE: a calendar date, yyyy-MM-dd (not confirmed).
	ValueDate Date `json:"valueDate,omitzero"`

	// The value of a field of type NUMBER.
	ValueNumber *float64 `json:"valueNumber,omitempty"`

	// The value of a field of type STRING. It may be a secret.
	ValueString Secret `json:"valueString,omitzero"`
}

// UDFV3Request is a typed value to store in a user-defined field. Send the value that fits the field's type.
type UDFV3Request struct {
	// Number of the field: 7 is udf7 of v2.
	Ordinal int32 `json:"ordinal"`

	// The value of a field of type BOOLEAN.
	ValueBoolean *bool `json:"valueBoolean,omitempty"`

	// The value of a field of type DATE: a calendar date, yyyy-MM-dd (not confirmed).
	ValueDate *Date `json:"valueDate,omitempty"`

	// The value of a field of type NUMBER.
	ValueNumber *float64 `json:"valueNumber,omitempty"`

	// The value of a field of type STRING. It may be a secret.
	ValueString *Secret `json:"valueString,omitempty"`
}

// UpdateSiteRequest is a request to replace the settings of a site. What is left out is wiped, so send every
// member as it was read.
type UpdateSiteRequest struct {
	// Wiped when left out.
	Description *string `json:"description,omitempty"`

	// Required, also when it stays as it is.
	Name string `json:"name"`

	// Wiped when left out.
	Notes *string `json:"notes,omitempty"`

	// Whether the site is on-demand rather than managed. Send a JSON boolean; left out, it is reset.
	OnDemand *bool `json:"onDemand,omitempty"`

	// Whether agents of the site install Splashtop. Reset when left out.
	SplashtopAutoInstall *bool `json:"splashtopAutoInstall,omitempty"`
}

// UpdateVariableRequest is a request to rename a variable and give it a value. Send both; what one alone does is
// not known.
type UpdateVariableRequest struct {
	Name string `json:"name"`

	// A secret. Never the mask that was read of a masked variable: it would become the value (not confirmed).
	Value Secret `json:"value"`
}

// User is a user of the account. Rows have no id: neither a number nor a uid.
type User struct {
	// When the user was made, in epoch milliseconds.
	Created Timestamp `json:"created,omitzero"`

	// Whether the user is barred from signing in (not confirmed).
	Disabled *bool `json:"disabled,omitempty"`

	// E-mail address. Personal data.
	Email     string `json:"email,omitempty"`
	FirstName string `json:"firstName,omitempty"`

	// When the user last came in, in epoch milliseconds. Null or the year 1 when never (not confirmed).
	LastAccess Timestamp `json:"lastAccess,omitzero"`
	LastName   string    `json:"lastName,omitempty"`

	// Free text. Its values are not known.
	Status string `json:"status,omitempty"`

	// Telephone number. Personal data.
	Telephone string `json:"telephone,omitempty"`
	Username  string `json:"username,omitempty"`
}

// UserReference is a user as the activity log names them. Personal data.
type UserReference struct {
	FirstName string `json:"firstName,omitempty"`

	// Numeric id, for the filter userIds. The list of users does not have it.
	ID       int64  `json:"id,omitzero"`
	LastName string `json:"lastName,omitempty"`
	UserName string `json:"userName,omitempty"`
}

// UsersPage is a page of users.
type UsersPage struct {
	// How many rows there are, and links to the pages beside this one.
	PageDetails PageDetails `json:"pageDetails"`

	// The rows. Null or missing means none.
	Users []User `json:"users,omitempty"`
}

// Variable is a variable of the account or of a site.
type Variable struct {
	// Numeric id, for changing and deleting it.
	ID int64 `json:"id,omitzero"`

	// Whether the value is hidden. Decided when the variable is created.
	Masked *bool  `json:"masked,omitempty"`
	Name   string `json:"name,omitempty"`

	// A secret, masked or not. A masked one comes back as a mask, which must not be written back as the value.
	Value Secret `json:"value,omitzero"`
}

// VariablesPage is a page of variables.
type VariablesPage struct {
	// How many rows there are, and links to the pages beside this one.
	PageDetails PageDetails `json:"pageDetails"`

	// The rows. Null or missing means none.
	Variables []Variable `json:"variables,omitempty"`
}

// VideoBoard is a graphics adapter of an audited device.
type VideoBoard struct {
	DisplayAdapter string `json:"displayAdapter,omitempty"`
}

// WMIContext is the context of an alert about a WMI query. Its class is wmi_ctx.
type WMIContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class string `json:"@class,omitempty"`

	// What the query gave, as text.
	Value string `json:"value,omitempty"`
}

// WindowsPerformanceContext is the context of an alert about a Windows performance counter. Its class is
// perf_mon_ctx.
type WindowsPerformanceContext struct {
	// Short code that tells which members follow, such as perf_disk_usage_ctx. Not the name of a schema. It can be
	// missing.
	Class string `json:"@class,omitempty"`

	// The counter's value, in the counter's unit.
	Value *float64 `json:"value,omitempty"`
}
